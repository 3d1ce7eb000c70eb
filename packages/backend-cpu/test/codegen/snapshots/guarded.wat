import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 v128 i32 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 i32 i32 v128 v128 i32 v128 i32 v128 i32 v128 i32 v128 i32 v128 i32 v128 i32 v128 i32 i32 v128 i32 v128 v128 v128 v128 v128 i32 i32 i32 i32 i32
  local.get 0
  i32.load offset=20
  local.set 4
  local.get 0
  i32.load offset=8
  local.tee 10
  i32.const 3
  i32.sub
  i32.const 0
  i32.const 3
  local.get 10
  i32.lt_u
  select
  local.set 9
  local.get 0
  i32.load
  local.tee 12
  i32.const -12
  i32.add
  local.set 11
  local.get 11
  i32x4.splat
  local.set 15
  v128.const i32x4 0x00000000 0x00000004 0x00000008 0x0000000c
  local.set 16
  local.get 12
  i32x4.splat
  local.set 19
  v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
  local.set 20
  v128.const i32x4 0x00000003 0x00000003 0x00000003 0x00000003
  local.set 21
  local.get 10
  i32x4.splat
  local.set 22
  local.get 0
  i32.load offset=12
  i32.const 3
  i32.sub
  i32.const 0
  i32.const 3
  local.get 0
  i32.load offset=12
  i32.lt_u
  select
  local.set 66
  local.get 0
  i32.load offset=4
  local.set 67
  local.get 0
  i32.load offset=12
  i32x4.splat
  local.set 69
  local.get 0
  i32.load offset=12
  local.set 94
  loop
    i32.const 0
    local.get 4
    i32.lt_s
    if
      local.get 4
      i32.const 2
      i32.shl
      local.set 6
      i32.const 0
      local.set 5
      local.get 6
      i32.const -128
      i32.and
      local.set 7
      local.get 5
      local.get 7
      i32.lt_u
      if
        loop
          local.get 5
          i32.const 2
          i32.shr_u
          i32.const 3
          i32.sub
          local.get 9
          i32.lt_u
          if (result v128)
            local.get 11
            local.get 5
            i32.add
            local.tee 13
            v128.load
          else
            local.get 15
            local.get 5
            i32x4.splat
            local.get 16
            i32x4.add
            local.tee 17
            i32x4.add
            local.tee 18
            local.get 19
            local.get 5
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 21
            i32x4.sub
            local.get 22
            i32x4.lt_u
            local.tee 23
            v128.bitselect
            local.set 14
            local.get 14
            i32x4.extract_lane 3
            local.get 14
            i32x4.extract_lane 2
            local.get 14
            i32x4.extract_lane 1
            local.get 14
            i32x4.extract_lane 0
            v128.load32_zero
            v128.load32_lane 1
            v128.load32_lane 2
            v128.load32_lane 3
            local.get 23
            v128.and
          end
          local.set 8
          local.get 5
          i32.const 16
          i32.add
          i32.const 2
          i32.shr_u
          i32.const 3
          i32.sub
          local.get 9
          i32.lt_u
          if (result v128)
            local.get 11
            local.get 5
            i32.const 16
            i32.add
            i32.add
            local.tee 25
            v128.load
          else
            local.get 15
            local.get 5
            i32.const 16
            i32.add
            i32x4.splat
            local.get 16
            i32x4.add
            local.tee 27
            i32x4.add
            local.tee 28
            local.get 19
            local.get 5
            i32.const 16
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 21
            i32x4.sub
            local.get 22
            i32x4.lt_u
            local.tee 29
            v128.bitselect
            local.set 26
            local.get 26
            i32x4.extract_lane 3
            local.get 26
            i32x4.extract_lane 2
            local.get 26
            i32x4.extract_lane 1
            local.get 26
            i32x4.extract_lane 0
            v128.load32_zero
            v128.load32_lane 1
            v128.load32_lane 2
            v128.load32_lane 3
            local.get 29
            v128.and
          end
          local.set 24
          local.get 5
          i32.const 32
          i32.add
          i32.const 2
          i32.shr_u
          i32.const 3
          i32.sub
          local.get 9
          i32.lt_u
          if (result v128)
            local.get 11
            local.get 5
            i32.const 32
            i32.add
            i32.add
            local.tee 31
            v128.load
          else
            local.get 15
            local.get 5
            i32.const 32
            i32.add
            i32x4.splat
            local.get 16
            i32x4.add
            local.tee 33
            i32x4.add
            local.tee 34
            local.get 19
            local.get 5
            i32.const 32
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 21
            i32x4.sub
            local.get 22
            i32x4.lt_u
            local.tee 35
            v128.bitselect
            local.set 32
            local.get 32
            i32x4.extract_lane 3
            local.get 32
            i32x4.extract_lane 2
            local.get 32
            i32x4.extract_lane 1
            local.get 32
            i32x4.extract_lane 0
            v128.load32_zero
            v128.load32_lane 1
            v128.load32_lane 2
            v128.load32_lane 3
            local.get 35
            v128.and
          end
          local.set 30
          local.get 5
          i32.const 48
          i32.add
          i32.const 2
          i32.shr_u
          i32.const 3
          i32.sub
          local.get 9
          i32.lt_u
          if (result v128)
            local.get 11
            local.get 5
            i32.const 48
            i32.add
            i32.add
            local.tee 37
            v128.load
          else
            local.get 15
            local.get 5
            i32.const 48
            i32.add
            i32x4.splat
            local.get 16
            i32x4.add
            local.tee 39
            i32x4.add
            local.tee 40
            local.get 19
            local.get 5
            i32.const 48
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 21
            i32x4.sub
            local.get 22
            i32x4.lt_u
            local.tee 41
            v128.bitselect
            local.set 38
            local.get 38
            i32x4.extract_lane 3
            local.get 38
            i32x4.extract_lane 2
            local.get 38
            i32x4.extract_lane 1
            local.get 38
            i32x4.extract_lane 0
            v128.load32_zero
            v128.load32_lane 1
            v128.load32_lane 2
            v128.load32_lane 3
            local.get 41
            v128.and
          end
          local.set 36
          local.get 5
          i32.const 64
          i32.add
          i32.const 2
          i32.shr_u
          i32.const 3
          i32.sub
          local.get 9
          i32.lt_u
          if (result v128)
            local.get 11
            local.get 5
            i32.const 64
            i32.add
            i32.add
            local.tee 43
            v128.load
          else
            local.get 15
            local.get 5
            i32.const 64
            i32.add
            i32x4.splat
            local.get 16
            i32x4.add
            local.tee 45
            i32x4.add
            local.tee 46
            local.get 19
            local.get 5
            i32.const 64
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 21
            i32x4.sub
            local.get 22
            i32x4.lt_u
            local.tee 47
            v128.bitselect
            local.set 44
            local.get 44
            i32x4.extract_lane 3
            local.get 44
            i32x4.extract_lane 2
            local.get 44
            i32x4.extract_lane 1
            local.get 44
            i32x4.extract_lane 0
            v128.load32_zero
            v128.load32_lane 1
            v128.load32_lane 2
            v128.load32_lane 3
            local.get 47
            v128.and
          end
          local.set 42
          local.get 5
          i32.const 80
          i32.add
          i32.const 2
          i32.shr_u
          i32.const 3
          i32.sub
          local.get 9
          i32.lt_u
          if (result v128)
            local.get 11
            local.get 5
            i32.const 80
            i32.add
            i32.add
            local.tee 49
            v128.load
          else
            local.get 15
            local.get 5
            i32.const 80
            i32.add
            i32x4.splat
            local.get 16
            i32x4.add
            local.tee 51
            i32x4.add
            local.tee 52
            local.get 19
            local.get 5
            i32.const 80
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 21
            i32x4.sub
            local.get 22
            i32x4.lt_u
            local.tee 53
            v128.bitselect
            local.set 50
            local.get 50
            i32x4.extract_lane 3
            local.get 50
            i32x4.extract_lane 2
            local.get 50
            i32x4.extract_lane 1
            local.get 50
            i32x4.extract_lane 0
            v128.load32_zero
            v128.load32_lane 1
            v128.load32_lane 2
            v128.load32_lane 3
            local.get 53
            v128.and
          end
          local.set 48
          local.get 5
          i32.const 96
          i32.add
          i32.const 2
          i32.shr_u
          i32.const 3
          i32.sub
          local.get 9
          i32.lt_u
          if (result v128)
            local.get 11
            local.get 5
            i32.const 96
            i32.add
            i32.add
            local.tee 55
            v128.load
          else
            local.get 15
            local.get 5
            i32.const 96
            i32.add
            i32x4.splat
            local.get 16
            i32x4.add
            local.tee 57
            i32x4.add
            local.tee 58
            local.get 19
            local.get 5
            i32.const 96
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 21
            i32x4.sub
            local.get 22
            i32x4.lt_u
            local.tee 59
            v128.bitselect
            local.set 56
            local.get 56
            i32x4.extract_lane 3
            local.get 56
            i32x4.extract_lane 2
            local.get 56
            i32x4.extract_lane 1
            local.get 56
            i32x4.extract_lane 0
            v128.load32_zero
            v128.load32_lane 1
            v128.load32_lane 2
            v128.load32_lane 3
            local.get 59
            v128.and
          end
          local.set 54
          local.get 5
          i32.const 112
          i32.add
          i32.const 2
          i32.shr_u
          i32.const 3
          i32.sub
          local.get 9
          i32.lt_u
          if (result v128)
            local.get 11
            local.get 5
            i32.const 112
            i32.add
            i32.add
            local.tee 61
            v128.load
          else
            local.get 15
            local.get 5
            i32.const 112
            i32.add
            i32x4.splat
            local.get 16
            i32x4.add
            local.tee 63
            i32x4.add
            local.tee 64
            local.get 19
            local.get 5
            i32.const 112
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 21
            i32x4.sub
            local.get 22
            i32x4.lt_u
            local.tee 65
            v128.bitselect
            local.set 62
            local.get 62
            i32x4.extract_lane 3
            local.get 62
            i32x4.extract_lane 2
            local.get 62
            i32x4.extract_lane 1
            local.get 62
            i32x4.extract_lane 0
            v128.load32_zero
            v128.load32_lane 1
            v128.load32_lane 2
            v128.load32_lane 3
            local.get 65
            v128.and
          end
          local.set 60
          local.get 5
          i32.const 2
          i32.shr_u
          local.get 66
          i32.lt_u
          if
            local.get 67
            local.get 5
            i32.add
            local.get 8
            v128.store
          else
            local.get 5
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 69
            i32x4.lt_u
            local.set 68
            local.get 67
            local.get 5
            i32.add
            local.set 70
            local.get 68
            i32x4.extract_lane 0
            if
              local.get 70
              local.get 8
              v128.store32_lane 0
            end
            local.get 68
            i32x4.extract_lane 1
            if
              local.get 70
              i32.const 4
              i32.add
              local.get 8
              v128.store32_lane 1
            end
            local.get 68
            i32x4.extract_lane 2
            if
              local.get 70
              i32.const 8
              i32.add
              local.get 8
              v128.store32_lane 2
            end
            local.get 68
            i32x4.extract_lane 3
            if
              local.get 70
              i32.const 12
              i32.add
              local.get 8
              v128.store32_lane 3
            end
          end
          local.get 5
          i32.const 16
          i32.add
          i32.const 2
          i32.shr_u
          local.get 66
          i32.lt_u
          if
            local.get 67
            local.get 5
            i32.const 16
            i32.add
            i32.add
            local.get 24
            v128.store
          else
            local.get 5
            i32.const 16
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 69
            i32x4.lt_u
            local.set 71
            local.get 67
            local.get 5
            i32.const 16
            i32.add
            i32.add
            local.set 72
            local.get 71
            i32x4.extract_lane 0
            if
              local.get 72
              local.get 24
              v128.store32_lane 0
            end
            local.get 71
            i32x4.extract_lane 1
            if
              local.get 72
              i32.const 4
              i32.add
              local.get 24
              v128.store32_lane 1
            end
            local.get 71
            i32x4.extract_lane 2
            if
              local.get 72
              i32.const 8
              i32.add
              local.get 24
              v128.store32_lane 2
            end
            local.get 71
            i32x4.extract_lane 3
            if
              local.get 72
              i32.const 12
              i32.add
              local.get 24
              v128.store32_lane 3
            end
          end
          local.get 5
          i32.const 32
          i32.add
          i32.const 2
          i32.shr_u
          local.get 66
          i32.lt_u
          if
            local.get 67
            local.get 5
            i32.const 32
            i32.add
            i32.add
            local.get 30
            v128.store
          else
            local.get 5
            i32.const 32
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 69
            i32x4.lt_u
            local.set 73
            local.get 67
            local.get 5
            i32.const 32
            i32.add
            i32.add
            local.set 74
            local.get 73
            i32x4.extract_lane 0
            if
              local.get 74
              local.get 30
              v128.store32_lane 0
            end
            local.get 73
            i32x4.extract_lane 1
            if
              local.get 74
              i32.const 4
              i32.add
              local.get 30
              v128.store32_lane 1
            end
            local.get 73
            i32x4.extract_lane 2
            if
              local.get 74
              i32.const 8
              i32.add
              local.get 30
              v128.store32_lane 2
            end
            local.get 73
            i32x4.extract_lane 3
            if
              local.get 74
              i32.const 12
              i32.add
              local.get 30
              v128.store32_lane 3
            end
          end
          local.get 5
          i32.const 48
          i32.add
          i32.const 2
          i32.shr_u
          local.get 66
          i32.lt_u
          if
            local.get 67
            local.get 5
            i32.const 48
            i32.add
            i32.add
            local.get 36
            v128.store
          else
            local.get 5
            i32.const 48
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 69
            i32x4.lt_u
            local.set 75
            local.get 67
            local.get 5
            i32.const 48
            i32.add
            i32.add
            local.set 76
            local.get 75
            i32x4.extract_lane 0
            if
              local.get 76
              local.get 36
              v128.store32_lane 0
            end
            local.get 75
            i32x4.extract_lane 1
            if
              local.get 76
              i32.const 4
              i32.add
              local.get 36
              v128.store32_lane 1
            end
            local.get 75
            i32x4.extract_lane 2
            if
              local.get 76
              i32.const 8
              i32.add
              local.get 36
              v128.store32_lane 2
            end
            local.get 75
            i32x4.extract_lane 3
            if
              local.get 76
              i32.const 12
              i32.add
              local.get 36
              v128.store32_lane 3
            end
          end
          local.get 5
          i32.const 64
          i32.add
          i32.const 2
          i32.shr_u
          local.get 66
          i32.lt_u
          if
            local.get 67
            local.get 5
            i32.const 64
            i32.add
            i32.add
            local.get 42
            v128.store
          else
            local.get 5
            i32.const 64
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 69
            i32x4.lt_u
            local.set 77
            local.get 67
            local.get 5
            i32.const 64
            i32.add
            i32.add
            local.set 78
            local.get 77
            i32x4.extract_lane 0
            if
              local.get 78
              local.get 42
              v128.store32_lane 0
            end
            local.get 77
            i32x4.extract_lane 1
            if
              local.get 78
              i32.const 4
              i32.add
              local.get 42
              v128.store32_lane 1
            end
            local.get 77
            i32x4.extract_lane 2
            if
              local.get 78
              i32.const 8
              i32.add
              local.get 42
              v128.store32_lane 2
            end
            local.get 77
            i32x4.extract_lane 3
            if
              local.get 78
              i32.const 12
              i32.add
              local.get 42
              v128.store32_lane 3
            end
          end
          local.get 5
          i32.const 80
          i32.add
          i32.const 2
          i32.shr_u
          local.get 66
          i32.lt_u
          if
            local.get 67
            local.get 5
            i32.const 80
            i32.add
            i32.add
            local.get 48
            v128.store
          else
            local.get 5
            i32.const 80
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 69
            i32x4.lt_u
            local.set 79
            local.get 67
            local.get 5
            i32.const 80
            i32.add
            i32.add
            local.set 80
            local.get 79
            i32x4.extract_lane 0
            if
              local.get 80
              local.get 48
              v128.store32_lane 0
            end
            local.get 79
            i32x4.extract_lane 1
            if
              local.get 80
              i32.const 4
              i32.add
              local.get 48
              v128.store32_lane 1
            end
            local.get 79
            i32x4.extract_lane 2
            if
              local.get 80
              i32.const 8
              i32.add
              local.get 48
              v128.store32_lane 2
            end
            local.get 79
            i32x4.extract_lane 3
            if
              local.get 80
              i32.const 12
              i32.add
              local.get 48
              v128.store32_lane 3
            end
          end
          local.get 5
          i32.const 96
          i32.add
          i32.const 2
          i32.shr_u
          local.get 66
          i32.lt_u
          if
            local.get 67
            local.get 5
            i32.const 96
            i32.add
            i32.add
            local.get 54
            v128.store
          else
            local.get 5
            i32.const 96
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 69
            i32x4.lt_u
            local.set 81
            local.get 67
            local.get 5
            i32.const 96
            i32.add
            i32.add
            local.set 82
            local.get 81
            i32x4.extract_lane 0
            if
              local.get 82
              local.get 54
              v128.store32_lane 0
            end
            local.get 81
            i32x4.extract_lane 1
            if
              local.get 82
              i32.const 4
              i32.add
              local.get 54
              v128.store32_lane 1
            end
            local.get 81
            i32x4.extract_lane 2
            if
              local.get 82
              i32.const 8
              i32.add
              local.get 54
              v128.store32_lane 2
            end
            local.get 81
            i32x4.extract_lane 3
            if
              local.get 82
              i32.const 12
              i32.add
              local.get 54
              v128.store32_lane 3
            end
          end
          local.get 5
          i32.const 112
          i32.add
          i32.const 2
          i32.shr_u
          local.get 66
          i32.lt_u
          if
            local.get 67
            local.get 5
            i32.const 112
            i32.add
            i32.add
            local.get 60
            v128.store
          else
            local.get 5
            i32.const 112
            i32.add
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 69
            i32x4.lt_u
            local.set 83
            local.get 67
            local.get 5
            i32.const 112
            i32.add
            i32.add
            local.set 84
            local.get 83
            i32x4.extract_lane 0
            if
              local.get 84
              local.get 60
              v128.store32_lane 0
            end
            local.get 83
            i32x4.extract_lane 1
            if
              local.get 84
              i32.const 4
              i32.add
              local.get 60
              v128.store32_lane 1
            end
            local.get 83
            i32x4.extract_lane 2
            if
              local.get 84
              i32.const 8
              i32.add
              local.get 60
              v128.store32_lane 2
            end
            local.get 83
            i32x4.extract_lane 3
            if
              local.get 84
              i32.const 12
              i32.add
              local.get 60
              v128.store32_lane 3
            end
          end
          local.get 5
          i32.const 128
          i32.add
          local.tee 5
          local.get 7
          i32.lt_u
          br_if 0
        end
      end
      local.get 6
      i32.const -16
      i32.and
      local.set 85
      local.get 5
      local.get 85
      i32.lt_u
      if
        loop
          local.get 5
          i32.const 2
          i32.shr_u
          i32.const 3
          i32.sub
          local.get 9
          i32.lt_u
          if (result v128)
            local.get 11
            local.get 5
            i32.add
            local.tee 87
            v128.load
          else
            local.get 15
            local.get 5
            i32x4.splat
            local.get 16
            i32x4.add
            local.tee 89
            i32x4.add
            local.tee 90
            local.get 19
            local.get 5
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 21
            i32x4.sub
            local.get 22
            i32x4.lt_u
            local.tee 91
            v128.bitselect
            local.set 88
            local.get 88
            i32x4.extract_lane 3
            local.get 88
            i32x4.extract_lane 2
            local.get 88
            i32x4.extract_lane 1
            local.get 88
            i32x4.extract_lane 0
            v128.load32_zero
            v128.load32_lane 1
            v128.load32_lane 2
            v128.load32_lane 3
            local.get 91
            v128.and
          end
          local.set 86
          local.get 5
          i32.const 2
          i32.shr_u
          local.get 66
          i32.lt_u
          if
            local.get 67
            local.get 5
            i32.add
            local.get 86
            v128.store
          else
            local.get 5
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 69
            i32x4.lt_u
            local.set 92
            local.get 67
            local.get 5
            i32.add
            local.set 93
            local.get 92
            i32x4.extract_lane 0
            if
              local.get 93
              local.get 86
              v128.store32_lane 0
            end
            local.get 92
            i32x4.extract_lane 1
            if
              local.get 93
              i32.const 4
              i32.add
              local.get 86
              v128.store32_lane 1
            end
            local.get 92
            i32x4.extract_lane 2
            if
              local.get 93
              i32.const 8
              i32.add
              local.get 86
              v128.store32_lane 2
            end
            local.get 92
            i32x4.extract_lane 3
            if
              local.get 93
              i32.const 12
              i32.add
              local.get 86
              v128.store32_lane 3
            end
          end
          local.get 5
          i32.const 16
          i32.add
          local.tee 5
          local.get 85
          i32.lt_u
          br_if 0
        end
      end
      local.get 5
      local.get 6
      i32.lt_u
      if
        loop
          local.get 5
          i32.const 2
          i32.shr_u
          local.get 94
          i32.lt_u
          local.get 67
          local.get 5
          i32.add
          local.set 95
          local.get 5
          i32.const 2
          i32.shr_u
          i32.const 3
          i32.sub
          local.get 10
          i32.lt_u
          local.set 96
          local.get 11
          local.get 5
          i32.add
          local.set 97
          if
            local.get 95
            local.get 96
            if (result f32)
              local.get 97
              f32.load
            else
              f32.const 0
            end
            f32.store
          end
          local.get 5
          i32.const 4
          i32.add
          local.tee 5
          local.get 6
          i32.lt_u
          br_if 0
        end
      end
    end
    local.get 2
    i32.const 1
    i32.add
    local.tee 2
    local.get 3
    i32.lt_u
    br_if 0
  end
