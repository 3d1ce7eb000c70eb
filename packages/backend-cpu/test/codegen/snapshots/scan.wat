import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 v128 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 i32 i32 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 v128 i32 v128 v128 v128 v128 v128 v128 v128 i32 i32 v128 i32 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32
  local.get 0
  i32.load
  local.set 8
  local.get 1
  local.set 18
  i32.const 29
  i32.const 0
  i32.const 3
  i32.const 32
  i32.lt_u
  select
  local.set 32
  v128.const i32x4 0x00000000 0x00000004 0x00000008 0x0000000c
  local.set 37
  local.get 18
  i32x4.splat
  local.set 40
  v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
  local.set 41
  v128.const i32x4 0x00000020 0x00000020 0x00000020 0x00000020
  local.set 43
  local.get 1
  i32.const 128
  i32.add
  local.set 96
  local.get 0
  i32.load offset=4
  local.set 120
  loop
    i32.const 0
    local.set 4
    local.get 8
    local.get 2
    i32.const 128
    i32.mul
    local.tee 9
    i32.add
    local.set 7
    loop
      local.get 7
      local.get 4
      i32.add
      local.set 6
      local.get 6
      v128.load
      local.set 5
      local.get 6
      v128.load offset=16
      local.set 10
      local.get 6
      v128.load offset=32
      local.set 11
      local.get 6
      v128.load offset=48
      local.set 12
      local.get 6
      v128.load offset=64
      local.set 13
      local.get 6
      v128.load offset=80
      local.set 14
      local.get 6
      v128.load offset=96
      local.set 15
      local.get 6
      v128.load offset=112
      local.set 16
      local.get 18
      local.get 4
      i32.add
      local.set 17
      local.get 17
      local.get 5
      v128.store
      local.get 17
      local.get 10
      v128.store offset=16
      local.get 17
      local.get 11
      v128.store offset=32
      local.get 17
      local.get 12
      v128.store offset=48
      local.get 17
      local.get 13
      v128.store offset=64
      local.get 17
      local.get 14
      v128.store offset=80
      local.get 17
      local.get 15
      v128.store offset=96
      local.get 17
      local.get 16
      v128.store offset=112
      local.get 4
      i32.const 128
      i32.add
      local.tee 4
      i32.const 128
      i32.lt_u
      br_if 0
    end
    i32.const 0
    local.set 19
    loop
      i32.const 1
      local.get 19
      i32.shl
      local.set 20
      i32.const 0
      local.set 21
      local.get 18
      local.get 20
      i32.const -4
      i32.mul
      i32.add
      local.set 33
      local.get 33
      i32x4.splat
      local.set 36
      local.get 20
      i32x4.splat
      local.set 42
      loop
        local.get 18
        local.get 21
        i32.add
        local.set 23
        local.get 23
        v128.load
        local.set 22
        local.get 23
        v128.load offset=16
        local.set 24
        local.get 23
        v128.load offset=32
        local.set 25
        local.get 23
        v128.load offset=48
        local.set 26
        local.get 23
        v128.load offset=64
        local.set 27
        local.get 23
        v128.load offset=80
        local.set 28
        local.get 23
        v128.load offset=96
        local.set 29
        local.get 23
        v128.load offset=112
        local.set 30
        local.get 21
        i32.const 2
        i32.shr_u
        local.get 20
        i32.sub
        local.get 32
        i32.lt_u
        if (result v128)
          local.get 33
          local.get 21
          i32.add
          local.tee 34
          v128.load
        else
          local.get 36
          local.get 21
          i32x4.splat
          local.get 37
          i32x4.add
          local.tee 38
          i32x4.add
          local.tee 39
          local.get 40
          local.get 21
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 41
          i32x4.add
          local.get 42
          i32x4.sub
          local.get 43
          i32x4.lt_u
          local.tee 44
          v128.bitselect
          local.set 35
          local.get 35
          i32x4.extract_lane 3
          local.get 35
          i32x4.extract_lane 2
          local.get 35
          i32x4.extract_lane 1
          local.get 35
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 44
          v128.and
        end
        local.set 31
        local.get 21
        i32.const 16
        i32.add
        i32.const 2
        i32.shr_u
        local.get 20
        i32.sub
        local.get 32
        i32.lt_u
        if (result v128)
          local.get 33
          local.get 21
          i32.const 16
          i32.add
          i32.add
          local.tee 46
          v128.load
        else
          local.get 36
          local.get 21
          i32.const 16
          i32.add
          i32x4.splat
          local.get 37
          i32x4.add
          local.tee 48
          i32x4.add
          local.tee 49
          local.get 40
          local.get 21
          i32.const 16
          i32.add
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 41
          i32x4.add
          local.get 42
          i32x4.sub
          local.get 43
          i32x4.lt_u
          local.tee 50
          v128.bitselect
          local.set 47
          local.get 47
          i32x4.extract_lane 3
          local.get 47
          i32x4.extract_lane 2
          local.get 47
          i32x4.extract_lane 1
          local.get 47
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 50
          v128.and
        end
        local.set 45
        local.get 21
        i32.const 32
        i32.add
        i32.const 2
        i32.shr_u
        local.get 20
        i32.sub
        local.get 32
        i32.lt_u
        if (result v128)
          local.get 33
          local.get 21
          i32.const 32
          i32.add
          i32.add
          local.tee 52
          v128.load
        else
          local.get 36
          local.get 21
          i32.const 32
          i32.add
          i32x4.splat
          local.get 37
          i32x4.add
          local.tee 54
          i32x4.add
          local.tee 55
          local.get 40
          local.get 21
          i32.const 32
          i32.add
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 41
          i32x4.add
          local.get 42
          i32x4.sub
          local.get 43
          i32x4.lt_u
          local.tee 56
          v128.bitselect
          local.set 53
          local.get 53
          i32x4.extract_lane 3
          local.get 53
          i32x4.extract_lane 2
          local.get 53
          i32x4.extract_lane 1
          local.get 53
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 56
          v128.and
        end
        local.set 51
        local.get 21
        i32.const 48
        i32.add
        i32.const 2
        i32.shr_u
        local.get 20
        i32.sub
        local.get 32
        i32.lt_u
        if (result v128)
          local.get 33
          local.get 21
          i32.const 48
          i32.add
          i32.add
          local.tee 58
          v128.load
        else
          local.get 36
          local.get 21
          i32.const 48
          i32.add
          i32x4.splat
          local.get 37
          i32x4.add
          local.tee 60
          i32x4.add
          local.tee 61
          local.get 40
          local.get 21
          i32.const 48
          i32.add
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 41
          i32x4.add
          local.get 42
          i32x4.sub
          local.get 43
          i32x4.lt_u
          local.tee 62
          v128.bitselect
          local.set 59
          local.get 59
          i32x4.extract_lane 3
          local.get 59
          i32x4.extract_lane 2
          local.get 59
          i32x4.extract_lane 1
          local.get 59
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 62
          v128.and
        end
        local.set 57
        local.get 21
        i32.const 64
        i32.add
        i32.const 2
        i32.shr_u
        local.get 20
        i32.sub
        local.get 32
        i32.lt_u
        if (result v128)
          local.get 33
          local.get 21
          i32.const 64
          i32.add
          i32.add
          local.tee 64
          v128.load
        else
          local.get 36
          local.get 21
          i32.const 64
          i32.add
          i32x4.splat
          local.get 37
          i32x4.add
          local.tee 66
          i32x4.add
          local.tee 67
          local.get 40
          local.get 21
          i32.const 64
          i32.add
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 41
          i32x4.add
          local.get 42
          i32x4.sub
          local.get 43
          i32x4.lt_u
          local.tee 68
          v128.bitselect
          local.set 65
          local.get 65
          i32x4.extract_lane 3
          local.get 65
          i32x4.extract_lane 2
          local.get 65
          i32x4.extract_lane 1
          local.get 65
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 68
          v128.and
        end
        local.set 63
        local.get 21
        i32.const 80
        i32.add
        i32.const 2
        i32.shr_u
        local.get 20
        i32.sub
        local.get 32
        i32.lt_u
        if (result v128)
          local.get 33
          local.get 21
          i32.const 80
          i32.add
          i32.add
          local.tee 70
          v128.load
        else
          local.get 36
          local.get 21
          i32.const 80
          i32.add
          i32x4.splat
          local.get 37
          i32x4.add
          local.tee 72
          i32x4.add
          local.tee 73
          local.get 40
          local.get 21
          i32.const 80
          i32.add
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 41
          i32x4.add
          local.get 42
          i32x4.sub
          local.get 43
          i32x4.lt_u
          local.tee 74
          v128.bitselect
          local.set 71
          local.get 71
          i32x4.extract_lane 3
          local.get 71
          i32x4.extract_lane 2
          local.get 71
          i32x4.extract_lane 1
          local.get 71
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 74
          v128.and
        end
        local.set 69
        local.get 21
        i32.const 96
        i32.add
        i32.const 2
        i32.shr_u
        local.get 20
        i32.sub
        local.get 32
        i32.lt_u
        if (result v128)
          local.get 33
          local.get 21
          i32.const 96
          i32.add
          i32.add
          local.tee 76
          v128.load
        else
          local.get 36
          local.get 21
          i32.const 96
          i32.add
          i32x4.splat
          local.get 37
          i32x4.add
          local.tee 78
          i32x4.add
          local.tee 79
          local.get 40
          local.get 21
          i32.const 96
          i32.add
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 41
          i32x4.add
          local.get 42
          i32x4.sub
          local.get 43
          i32x4.lt_u
          local.tee 80
          v128.bitselect
          local.set 77
          local.get 77
          i32x4.extract_lane 3
          local.get 77
          i32x4.extract_lane 2
          local.get 77
          i32x4.extract_lane 1
          local.get 77
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 80
          v128.and
        end
        local.set 75
        local.get 21
        i32.const 112
        i32.add
        i32.const 2
        i32.shr_u
        local.get 20
        i32.sub
        local.get 32
        i32.lt_u
        if (result v128)
          local.get 33
          local.get 21
          i32.const 112
          i32.add
          i32.add
          local.tee 82
          v128.load
        else
          local.get 36
          local.get 21
          i32.const 112
          i32.add
          i32x4.splat
          local.get 37
          i32x4.add
          local.tee 84
          i32x4.add
          local.tee 85
          local.get 40
          local.get 21
          i32.const 112
          i32.add
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 41
          i32x4.add
          local.get 42
          i32x4.sub
          local.get 43
          i32x4.lt_u
          local.tee 86
          v128.bitselect
          local.set 83
          local.get 83
          i32x4.extract_lane 3
          local.get 83
          i32x4.extract_lane 2
          local.get 83
          i32x4.extract_lane 1
          local.get 83
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 86
          v128.and
        end
        local.set 81
        local.get 22
        local.get 31
        f32x4.add
        local.set 87
        local.get 24
        local.get 45
        f32x4.add
        local.set 88
        local.get 25
        local.get 51
        f32x4.add
        local.set 89
        local.get 26
        local.get 57
        f32x4.add
        local.set 90
        local.get 27
        local.get 63
        f32x4.add
        local.set 91
        local.get 28
        local.get 69
        f32x4.add
        local.set 92
        local.get 29
        local.get 75
        f32x4.add
        local.set 93
        local.get 30
        local.get 81
        f32x4.add
        local.set 94
        local.get 96
        local.get 21
        i32.add
        local.set 95
        local.get 95
        local.get 87
        v128.store
        local.get 95
        local.get 88
        v128.store offset=16
        local.get 95
        local.get 89
        v128.store offset=32
        local.get 95
        local.get 90
        v128.store offset=48
        local.get 95
        local.get 91
        v128.store offset=64
        local.get 95
        local.get 92
        v128.store offset=80
        local.get 95
        local.get 93
        v128.store offset=96
        local.get 95
        local.get 94
        v128.store offset=112
        local.get 21
        i32.const 128
        i32.add
        local.tee 21
        i32.const 128
        i32.lt_u
        br_if 0
      end
      i32.const 0
      local.set 97
      loop
        local.get 96
        local.get 97
        i32.add
        local.set 99
        local.get 99
        v128.load
        local.set 98
        local.get 99
        v128.load offset=16
        local.set 100
        local.get 99
        v128.load offset=32
        local.set 101
        local.get 99
        v128.load offset=48
        local.set 102
        local.get 99
        v128.load offset=64
        local.set 103
        local.get 99
        v128.load offset=80
        local.set 104
        local.get 99
        v128.load offset=96
        local.set 105
        local.get 99
        v128.load offset=112
        local.set 106
        local.get 18
        local.get 97
        i32.add
        local.set 107
        local.get 107
        local.get 98
        v128.store
        local.get 107
        local.get 100
        v128.store offset=16
        local.get 107
        local.get 101
        v128.store offset=32
        local.get 107
        local.get 102
        v128.store offset=48
        local.get 107
        local.get 103
        v128.store offset=64
        local.get 107
        local.get 104
        v128.store offset=80
        local.get 107
        local.get 105
        v128.store offset=96
        local.get 107
        local.get 106
        v128.store offset=112
        local.get 97
        i32.const 128
        i32.add
        local.tee 97
        i32.const 128
        i32.lt_u
        br_if 0
      end
      local.get 19
      i32.const 1
      i32.add
      local.tee 19
      i32.const 5
      i32.lt_s
      br_if 0
    end
    i32.const 0
    local.set 108
    local.get 120
    local.get 9
    i32.add
    local.set 119
    loop
      local.get 18
      local.get 108
      i32.add
      local.set 110
      local.get 110
      v128.load
      local.set 109
      local.get 110
      v128.load offset=16
      local.set 111
      local.get 110
      v128.load offset=32
      local.set 112
      local.get 110
      v128.load offset=48
      local.set 113
      local.get 110
      v128.load offset=64
      local.set 114
      local.get 110
      v128.load offset=80
      local.set 115
      local.get 110
      v128.load offset=96
      local.set 116
      local.get 110
      v128.load offset=112
      local.set 117
      local.get 119
      local.get 108
      i32.add
      local.set 118
      local.get 118
      local.get 109
      v128.store
      local.get 118
      local.get 111
      v128.store offset=16
      local.get 118
      local.get 112
      v128.store offset=32
      local.get 118
      local.get 113
      v128.store offset=48
      local.get 118
      local.get 114
      v128.store offset=64
      local.get 118
      local.get 115
      v128.store offset=80
      local.get 118
      local.get 116
      v128.store offset=96
      local.get 118
      local.get 117
      v128.store offset=112
      local.get 108
      i32.const 128
      i32.add
      local.tee 108
      i32.const 128
      i32.lt_u
      br_if 0
    end
    local.get 2
    i32.const 1
    i32.add
    local.tee 2
    local.get 3
    i32.lt_u
    br_if 0
  end
