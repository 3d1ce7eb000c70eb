import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 v128 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 i32 i32 v128 i32 v128 i32 v128 i32 v128 i32 v128 i32 v128 i32 v128 i32 i32 v128 v128 v128 i32 f32 i32 i32
  local.get 0
  i32.load offset=36
  local.set 4
  local.get 0
  i32.load
  local.set 10
  v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
  local.set 19
  local.get 0
  i32.load offset=4
  local.set 28
  local.get 0
  i32.load offset=8
  local.set 52
  local.get 0
  i32.load offset=12
  local.set 55
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
          local.get 10
          local.get 5
          i32.add
          local.set 9
          local.get 9
          v128.load
          local.set 8
          local.get 9
          v128.load offset=16
          local.set 11
          local.get 9
          v128.load offset=32
          local.set 12
          local.get 9
          v128.load offset=48
          local.set 13
          local.get 9
          v128.load offset=64
          local.set 14
          local.get 9
          v128.load offset=80
          local.set 15
          local.get 9
          v128.load offset=96
          local.set 16
          local.get 9
          v128.load offset=112
          local.set 17
          local.get 19
          local.get 8
          f32x4.lt
          local.set 18
          local.get 19
          local.get 11
          f32x4.lt
          local.set 20
          local.get 19
          local.get 12
          f32x4.lt
          local.set 21
          local.get 19
          local.get 13
          f32x4.lt
          local.set 22
          local.get 19
          local.get 14
          f32x4.lt
          local.set 23
          local.get 19
          local.get 15
          f32x4.lt
          local.set 24
          local.get 19
          local.get 16
          f32x4.lt
          local.set 25
          local.get 19
          local.get 17
          f32x4.lt
          local.set 26
          local.get 28
          local.get 5
          i32.add
          v128.load
          i32x4.neg
          local.set 27
          local.get 28
          local.get 5
          i32.const 16
          i32.add
          i32.add
          v128.load
          i32x4.neg
          local.set 29
          local.get 28
          local.get 5
          i32.const 32
          i32.add
          i32.add
          v128.load
          i32x4.neg
          local.set 30
          local.get 28
          local.get 5
          i32.const 48
          i32.add
          i32.add
          v128.load
          i32x4.neg
          local.set 31
          local.get 28
          local.get 5
          i32.const 64
          i32.add
          i32.add
          v128.load
          i32x4.neg
          local.set 32
          local.get 28
          local.get 5
          i32.const 80
          i32.add
          i32.add
          v128.load
          i32x4.neg
          local.set 33
          local.get 28
          local.get 5
          i32.const 96
          i32.add
          i32.add
          v128.load
          i32x4.neg
          local.set 34
          local.get 28
          local.get 5
          i32.const 112
          i32.add
          i32.add
          v128.load
          i32x4.neg
          local.set 35
          local.get 27
          v128.not
          local.set 36
          local.get 29
          v128.not
          local.set 37
          local.get 30
          v128.not
          local.set 38
          local.get 31
          v128.not
          local.set 39
          local.get 32
          v128.not
          local.set 40
          local.get 33
          v128.not
          local.set 41
          local.get 34
          v128.not
          local.set 42
          local.get 35
          v128.not
          local.set 43
          local.get 18
          local.get 36
          v128.and
          local.set 44
          local.get 20
          local.get 37
          v128.and
          local.set 45
          local.get 21
          local.get 38
          v128.and
          local.set 46
          local.get 22
          local.get 39
          v128.and
          local.set 47
          local.get 23
          local.get 40
          v128.and
          local.set 48
          local.get 24
          local.get 41
          v128.and
          local.set 49
          local.get 25
          local.get 42
          v128.and
          local.set 50
          local.get 26
          local.get 43
          v128.and
          local.set 51
          local.get 52
          local.get 5
          i32.add
          local.get 44
          i32x4.neg
          v128.store
          local.get 52
          local.get 5
          i32.const 16
          i32.add
          i32.add
          local.get 45
          i32x4.neg
          v128.store
          local.get 52
          local.get 5
          i32.const 32
          i32.add
          i32.add
          local.get 46
          i32x4.neg
          v128.store
          local.get 52
          local.get 5
          i32.const 48
          i32.add
          i32.add
          local.get 47
          i32x4.neg
          v128.store
          local.get 52
          local.get 5
          i32.const 64
          i32.add
          i32.add
          local.get 48
          i32x4.neg
          v128.store
          local.get 52
          local.get 5
          i32.const 80
          i32.add
          i32.add
          local.get 49
          i32x4.neg
          v128.store
          local.get 52
          local.get 5
          i32.const 96
          i32.add
          i32.add
          local.get 50
          i32x4.neg
          v128.store
          local.get 52
          local.get 5
          i32.const 112
          i32.add
          i32.add
          local.get 51
          i32x4.neg
          v128.store
          local.get 44
          local.set 53
          local.get 53
          i32x4.all_true
          local.get 55
          local.get 5
          i32.add
          local.set 54
          if
            local.get 54
            local.get 8
            v128.store
          else
            local.get 53
            i32x4.extract_lane 0
            if
              local.get 54
              local.get 8
              v128.store32_lane 0
            end
            local.get 53
            i32x4.extract_lane 1
            if
              local.get 54
              i32.const 4
              i32.add
              local.get 8
              v128.store32_lane 1
            end
            local.get 53
            i32x4.extract_lane 2
            if
              local.get 54
              i32.const 8
              i32.add
              local.get 8
              v128.store32_lane 2
            end
            local.get 53
            i32x4.extract_lane 3
            if
              local.get 54
              i32.const 12
              i32.add
              local.get 8
              v128.store32_lane 3
            end
          end
          local.get 45
          local.set 56
          local.get 56
          i32x4.all_true
          local.get 55
          local.get 5
          i32.const 16
          i32.add
          i32.add
          local.set 57
          if
            local.get 57
            local.get 11
            v128.store
          else
            local.get 56
            i32x4.extract_lane 0
            if
              local.get 57
              local.get 11
              v128.store32_lane 0
            end
            local.get 56
            i32x4.extract_lane 1
            if
              local.get 57
              i32.const 4
              i32.add
              local.get 11
              v128.store32_lane 1
            end
            local.get 56
            i32x4.extract_lane 2
            if
              local.get 57
              i32.const 8
              i32.add
              local.get 11
              v128.store32_lane 2
            end
            local.get 56
            i32x4.extract_lane 3
            if
              local.get 57
              i32.const 12
              i32.add
              local.get 11
              v128.store32_lane 3
            end
          end
          local.get 46
          local.set 58
          local.get 58
          i32x4.all_true
          local.get 55
          local.get 5
          i32.const 32
          i32.add
          i32.add
          local.set 59
          if
            local.get 59
            local.get 12
            v128.store
          else
            local.get 58
            i32x4.extract_lane 0
            if
              local.get 59
              local.get 12
              v128.store32_lane 0
            end
            local.get 58
            i32x4.extract_lane 1
            if
              local.get 59
              i32.const 4
              i32.add
              local.get 12
              v128.store32_lane 1
            end
            local.get 58
            i32x4.extract_lane 2
            if
              local.get 59
              i32.const 8
              i32.add
              local.get 12
              v128.store32_lane 2
            end
            local.get 58
            i32x4.extract_lane 3
            if
              local.get 59
              i32.const 12
              i32.add
              local.get 12
              v128.store32_lane 3
            end
          end
          local.get 47
          local.set 60
          local.get 60
          i32x4.all_true
          local.get 55
          local.get 5
          i32.const 48
          i32.add
          i32.add
          local.set 61
          if
            local.get 61
            local.get 13
            v128.store
          else
            local.get 60
            i32x4.extract_lane 0
            if
              local.get 61
              local.get 13
              v128.store32_lane 0
            end
            local.get 60
            i32x4.extract_lane 1
            if
              local.get 61
              i32.const 4
              i32.add
              local.get 13
              v128.store32_lane 1
            end
            local.get 60
            i32x4.extract_lane 2
            if
              local.get 61
              i32.const 8
              i32.add
              local.get 13
              v128.store32_lane 2
            end
            local.get 60
            i32x4.extract_lane 3
            if
              local.get 61
              i32.const 12
              i32.add
              local.get 13
              v128.store32_lane 3
            end
          end
          local.get 48
          local.set 62
          local.get 62
          i32x4.all_true
          local.get 55
          local.get 5
          i32.const 64
          i32.add
          i32.add
          local.set 63
          if
            local.get 63
            local.get 14
            v128.store
          else
            local.get 62
            i32x4.extract_lane 0
            if
              local.get 63
              local.get 14
              v128.store32_lane 0
            end
            local.get 62
            i32x4.extract_lane 1
            if
              local.get 63
              i32.const 4
              i32.add
              local.get 14
              v128.store32_lane 1
            end
            local.get 62
            i32x4.extract_lane 2
            if
              local.get 63
              i32.const 8
              i32.add
              local.get 14
              v128.store32_lane 2
            end
            local.get 62
            i32x4.extract_lane 3
            if
              local.get 63
              i32.const 12
              i32.add
              local.get 14
              v128.store32_lane 3
            end
          end
          local.get 49
          local.set 64
          local.get 64
          i32x4.all_true
          local.get 55
          local.get 5
          i32.const 80
          i32.add
          i32.add
          local.set 65
          if
            local.get 65
            local.get 15
            v128.store
          else
            local.get 64
            i32x4.extract_lane 0
            if
              local.get 65
              local.get 15
              v128.store32_lane 0
            end
            local.get 64
            i32x4.extract_lane 1
            if
              local.get 65
              i32.const 4
              i32.add
              local.get 15
              v128.store32_lane 1
            end
            local.get 64
            i32x4.extract_lane 2
            if
              local.get 65
              i32.const 8
              i32.add
              local.get 15
              v128.store32_lane 2
            end
            local.get 64
            i32x4.extract_lane 3
            if
              local.get 65
              i32.const 12
              i32.add
              local.get 15
              v128.store32_lane 3
            end
          end
          local.get 50
          local.set 66
          local.get 66
          i32x4.all_true
          local.get 55
          local.get 5
          i32.const 96
          i32.add
          i32.add
          local.set 67
          if
            local.get 67
            local.get 16
            v128.store
          else
            local.get 66
            i32x4.extract_lane 0
            if
              local.get 67
              local.get 16
              v128.store32_lane 0
            end
            local.get 66
            i32x4.extract_lane 1
            if
              local.get 67
              i32.const 4
              i32.add
              local.get 16
              v128.store32_lane 1
            end
            local.get 66
            i32x4.extract_lane 2
            if
              local.get 67
              i32.const 8
              i32.add
              local.get 16
              v128.store32_lane 2
            end
            local.get 66
            i32x4.extract_lane 3
            if
              local.get 67
              i32.const 12
              i32.add
              local.get 16
              v128.store32_lane 3
            end
          end
          local.get 51
          local.set 68
          local.get 68
          i32x4.all_true
          local.get 55
          local.get 5
          i32.const 112
          i32.add
          i32.add
          local.set 69
          if
            local.get 69
            local.get 17
            v128.store
          else
            local.get 68
            i32x4.extract_lane 0
            if
              local.get 69
              local.get 17
              v128.store32_lane 0
            end
            local.get 68
            i32x4.extract_lane 1
            if
              local.get 69
              i32.const 4
              i32.add
              local.get 17
              v128.store32_lane 1
            end
            local.get 68
            i32x4.extract_lane 2
            if
              local.get 69
              i32.const 8
              i32.add
              local.get 17
              v128.store32_lane 2
            end
            local.get 68
            i32x4.extract_lane 3
            if
              local.get 69
              i32.const 12
              i32.add
              local.get 17
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
      local.set 70
      local.get 5
      local.get 70
      i32.lt_u
      if
        loop
          local.get 52
          local.get 5
          i32.add
          local.get 19
          local.get 10
          local.get 5
          i32.add
          v128.load
          local.tee 71
          f32x4.lt
          local.get 28
          local.get 5
          i32.add
          v128.load
          i32x4.neg
          v128.not
          v128.and
          local.tee 72
          i32x4.neg
          v128.store
          local.get 72
          local.set 73
          local.get 73
          i32x4.all_true
          local.get 55
          local.get 5
          i32.add
          local.set 74
          if
            local.get 74
            local.get 71
            v128.store
          else
            local.get 73
            i32x4.extract_lane 0
            if
              local.get 74
              local.get 71
              v128.store32_lane 0
            end
            local.get 73
            i32x4.extract_lane 1
            if
              local.get 74
              i32.const 4
              i32.add
              local.get 71
              v128.store32_lane 1
            end
            local.get 73
            i32x4.extract_lane 2
            if
              local.get 74
              i32.const 8
              i32.add
              local.get 71
              v128.store32_lane 2
            end
            local.get 73
            i32x4.extract_lane 3
            if
              local.get 74
              i32.const 12
              i32.add
              local.get 71
              v128.store32_lane 3
            end
          end
          local.get 5
          i32.const 16
          i32.add
          local.tee 5
          local.get 70
          i32.lt_u
          br_if 0
        end
      end
      local.get 5
      local.get 6
      i32.lt_u
      if
        loop
          local.get 52
          local.get 5
          i32.add
          f32.const 1
          local.get 10
          local.get 5
          i32.add
          f32.load
          local.tee 75
          f32.lt
          local.get 28
          local.get 5
          i32.add
          i32.load
          i32.eqz
          i32.and
          local.tee 76
          i32.store
          local.get 76
          local.get 55
          local.get 5
          i32.add
          local.set 77
          if
            local.get 77
            local.get 75
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
