import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals f32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 f32 i32 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 v128 v128 v128 v128 v128 v128 v128
  v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
  local.set 7
  local.get 0
  i32.load
  local.set 26
  v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
  local.set 49
  v128.const i32x4 0x7fffffff 0x7fffffff 0x7fffffff 0x7fffffff
  local.set 63
  v128.const i32x4 0x42ae0000 0x42ae0000 0x42ae0000 0x42ae0000
  local.set 64
  v128.const i32x4 0xc2d00000 0xc2d00000 0xc2d00000 0xc2d00000
  local.set 66
  v128.const i32x4 0x42b20000 0x42b20000 0x42b20000 0x42b20000
  local.set 71
  v128.const i32x4 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b
  local.set 76
  v128.const i32x4 0x4b4000fe 0x4b4000fe 0x4b4000fe 0x4b4000fe
  local.set 81
  v128.const i32x4 0x3f317200 0x3f317200 0x3f317200 0x3f317200
  local.set 90
  v128.const i32x4 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e
  local.set 99
  v128.const i32x4 0x3ab56803 0x3ab56803 0x3ab56803 0x3ab56803
  local.set 112
  v128.const i32x4 0x3c0915f1 0x3c0915f1 0x3c0915f1 0x3c0915f1
  local.set 117
  v128.const i32x4 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb
  local.set 126
  v128.const i32x4 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55
  local.set 135
  v128.const i32x4 0x3effffff 0x3effffff 0x3effffff 0x3effffff
  local.set 144
  v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
  local.set 157
  v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
  local.set 194
  local.get 0
  i32.load offset=4
  local.set 411
  loop
    f32.const -Infinity
    local.set 4
    i32.const 0
    local.set 5
    local.get 7
    local.set 6
    local.get 7
    local.set 8
    local.get 7
    local.set 9
    local.get 7
    local.set 10
    local.get 7
    local.set 11
    local.get 7
    local.set 12
    local.get 7
    local.set 13
    local.get 7
    local.set 14
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set 15
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set 16
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set 17
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set 18
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set 19
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set 20
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set 21
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set 22
    local.get 26
    local.get 2
    i32.const 400
    i32.mul
    local.tee 27
    i32.add
    local.set 25
    loop
      local.get 25
      local.get 5
      i32.add
      local.set 24
      local.get 24
      v128.load
      local.set 23
      local.get 24
      v128.load offset=16
      local.set 28
      local.get 24
      v128.load offset=32
      local.set 29
      local.get 24
      v128.load offset=48
      local.set 30
      local.get 24
      v128.load offset=64
      local.set 31
      local.get 24
      v128.load offset=80
      local.set 32
      local.get 24
      v128.load offset=96
      local.set 33
      local.get 24
      v128.load offset=112
      local.set 34
      local.get 6
      local.get 23
      f32x4.pmax
      local.set 6
      local.get 15
      local.get 23
      f32x4.add
      local.set 15
      local.get 8
      local.get 28
      f32x4.pmax
      local.set 8
      local.get 16
      local.get 28
      f32x4.add
      local.set 16
      local.get 9
      local.get 29
      f32x4.pmax
      local.set 9
      local.get 17
      local.get 29
      f32x4.add
      local.set 17
      local.get 10
      local.get 30
      f32x4.pmax
      local.set 10
      local.get 18
      local.get 30
      f32x4.add
      local.set 18
      local.get 11
      local.get 31
      f32x4.pmax
      local.set 11
      local.get 19
      local.get 31
      f32x4.add
      local.set 19
      local.get 12
      local.get 32
      f32x4.pmax
      local.set 12
      local.get 20
      local.get 32
      f32x4.add
      local.set 20
      local.get 13
      local.get 33
      f32x4.pmax
      local.set 13
      local.get 21
      local.get 33
      f32x4.add
      local.set 21
      local.get 14
      local.get 34
      f32x4.pmax
      local.set 14
      local.get 22
      local.get 34
      f32x4.add
      local.set 22
      local.get 5
      i32.const 128
      i32.add
      local.tee 5
      i32.const 384
      i32.lt_u
      br_if 0
    end
    local.get 15
    local.get 16
    f32x4.add
    local.get 17
    f32x4.add
    local.get 18
    f32x4.add
    local.get 19
    f32x4.add
    local.get 20
    f32x4.add
    local.get 21
    f32x4.add
    local.get 22
    f32x4.add
    local.tee 35
    local.get 35
    f32x4.ne
    local.get 6
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.eq
    v128.or
    local.get 8
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.eq
    v128.or
    local.get 9
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.eq
    v128.or
    local.get 10
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.eq
    v128.or
    local.get 11
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.eq
    v128.or
    local.get 12
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.eq
    v128.or
    local.get 13
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.eq
    v128.or
    local.get 14
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    f32x4.eq
    v128.or
    v128.not
    i32x4.all_true
    i32.eqz
    if
      local.get 7
      local.set 6
      local.get 7
      local.set 8
      local.get 7
      local.set 9
      local.get 7
      local.set 10
      local.get 7
      local.set 11
      local.get 7
      local.set 12
      local.get 7
      local.set 13
      local.get 7
      local.set 14
      i32.const 0
      local.set 5
      loop
        local.get 25
        local.get 5
        i32.add
        local.set 37
        local.get 37
        v128.load
        local.set 36
        local.get 37
        v128.load offset=16
        local.set 38
        local.get 37
        v128.load offset=32
        local.set 39
        local.get 37
        v128.load offset=48
        local.set 40
        local.get 37
        v128.load offset=64
        local.set 41
        local.get 37
        v128.load offset=80
        local.set 42
        local.get 37
        v128.load offset=96
        local.set 43
        local.get 37
        v128.load offset=112
        local.set 44
        local.get 6
        local.get 36
        f32x4.max
        local.set 6
        local.get 8
        local.get 38
        f32x4.max
        local.set 8
        local.get 9
        local.get 39
        f32x4.max
        local.set 9
        local.get 10
        local.get 40
        f32x4.max
        local.set 10
        local.get 11
        local.get 41
        f32x4.max
        local.set 11
        local.get 12
        local.get 42
        f32x4.max
        local.set 12
        local.get 13
        local.get 43
        f32x4.max
        local.set 13
        local.get 14
        local.get 44
        f32x4.max
        local.set 14
        local.get 5
        i32.const 128
        i32.add
        local.tee 5
        i32.const 384
        i32.lt_u
        br_if 0
      end
    end
    local.get 6
    local.get 8
    f32x4.max
    local.set 6
    local.get 9
    local.get 10
    f32x4.max
    local.set 9
    local.get 11
    local.get 12
    f32x4.max
    local.set 11
    local.get 13
    local.get 14
    f32x4.max
    local.set 13
    local.get 6
    local.get 9
    f32x4.max
    local.set 6
    local.get 11
    local.get 13
    f32x4.max
    local.set 11
    local.get 6
    local.get 11
    f32x4.max
    local.set 6
    loop
      local.get 6
      local.get 25
      local.get 5
      i32.add
      v128.load
      f32x4.max
      local.set 6
      local.get 5
      i32.const 16
      i32.add
      local.tee 5
      i32.const 400
      i32.lt_u
      br_if 0
    end
    local.get 6
    local.get 6
    i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
    local.set 45
    local.get 6
    local.get 45
    f32x4.max
    local.set 6
    local.get 6
    local.get 6
    i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11
    local.set 45
    local.get 6
    local.get 45
    f32x4.max
    local.set 6
    local.get 6
    f32x4.extract_lane 0
    local.set 4
    f32.const 0
    local.set 46
    i32.const 0
    local.set 47
    local.get 49
    local.set 48
    local.get 49
    local.set 50
    local.get 49
    local.set 51
    local.get 49
    local.set 52
    local.get 4
    f32x4.splat
    local.set 59
    loop
      local.get 25
      local.get 47
      i32.add
      local.set 54
      local.get 54
      v128.load
      local.set 53
      local.get 54
      v128.load offset=16
      local.set 55
      local.get 54
      v128.load offset=32
      local.set 56
      local.get 54
      v128.load offset=48
      local.set 57
      local.get 53
      local.get 59
      f32x4.sub
      local.set 58
      local.get 55
      local.get 59
      f32x4.sub
      local.set 60
      local.get 56
      local.get 59
      f32x4.sub
      local.set 61
      local.get 57
      local.get 59
      f32x4.sub
      local.set 62
      local.get 58
      local.get 63
      v128.and
      local.get 60
      local.get 63
      v128.and
      i32x4.max_s
      local.get 61
      local.get 63
      v128.and
      i32x4.max_s
      local.get 62
      local.get 63
      v128.and
      i32x4.max_s
      local.get 64
      i32x4.gt_s
      v128.any_true
      if
        local.get 58
        local.get 66
        f32x4.pmax
        local.set 65
        local.get 60
        local.get 66
        f32x4.pmax
        local.set 67
        local.get 61
        local.get 66
        f32x4.pmax
        local.set 68
        local.get 62
        local.get 66
        f32x4.pmax
        local.set 69
        local.get 65
        local.get 71
        f32x4.pmin
        local.set 70
        local.get 67
        local.get 71
        f32x4.pmin
        local.set 72
        local.get 68
        local.get 71
        f32x4.pmin
        local.set 73
        local.get 69
        local.get 71
        f32x4.pmin
        local.set 74
        local.get 70
        local.get 76
        f32x4.mul
        local.set 75
        local.get 72
        local.get 76
        f32x4.mul
        local.set 77
        local.get 73
        local.get 76
        f32x4.mul
        local.set 78
        local.get 74
        local.get 76
        f32x4.mul
        local.set 79
        local.get 75
        local.get 81
        f32x4.add
        local.set 80
        local.get 77
        local.get 81
        f32x4.add
        local.set 82
        local.get 78
        local.get 81
        f32x4.add
        local.set 83
        local.get 79
        local.get 81
        f32x4.add
        local.set 84
        local.get 80
        local.get 81
        f32x4.sub
        local.set 85
        local.get 82
        local.get 81
        f32x4.sub
        local.set 86
        local.get 83
        local.get 81
        f32x4.sub
        local.set 87
        local.get 84
        local.get 81
        f32x4.sub
        local.set 88
        local.get 85
        local.get 90
        f32x4.mul
        local.set 89
        local.get 86
        local.get 90
        f32x4.mul
        local.set 91
        local.get 87
        local.get 90
        f32x4.mul
        local.set 92
        local.get 88
        local.get 90
        f32x4.mul
        local.set 93
        local.get 70
        local.get 89
        f32x4.sub
        local.set 94
        local.get 72
        local.get 91
        f32x4.sub
        local.set 95
        local.get 73
        local.get 92
        f32x4.sub
        local.set 96
        local.get 74
        local.get 93
        f32x4.sub
        local.set 97
        local.get 85
        local.get 99
        f32x4.mul
        local.set 98
        local.get 86
        local.get 99
        f32x4.mul
        local.set 100
        local.get 87
        local.get 99
        f32x4.mul
        local.set 101
        local.get 88
        local.get 99
        f32x4.mul
        local.set 102
        local.get 94
        local.get 98
        f32x4.sub
        local.set 103
        local.get 95
        local.get 100
        f32x4.sub
        local.set 104
        local.get 96
        local.get 101
        f32x4.sub
        local.set 105
        local.get 97
        local.get 102
        f32x4.sub
        local.set 106
        local.get 103
        local.get 103
        f32x4.mul
        local.set 107
        local.get 104
        local.get 104
        f32x4.mul
        local.set 108
        local.get 105
        local.get 105
        f32x4.mul
        local.set 109
        local.get 106
        local.get 106
        f32x4.mul
        local.set 110
        local.get 112
        local.get 103
        f32x4.mul
        local.set 111
        local.get 112
        local.get 104
        f32x4.mul
        local.set 113
        local.get 112
        local.get 105
        f32x4.mul
        local.set 114
        local.get 112
        local.get 106
        f32x4.mul
        local.set 115
        local.get 111
        local.get 117
        f32x4.add
        local.set 116
        local.get 113
        local.get 117
        f32x4.add
        local.set 118
        local.get 114
        local.get 117
        f32x4.add
        local.set 119
        local.get 115
        local.get 117
        f32x4.add
        local.set 120
        local.get 116
        local.get 103
        f32x4.mul
        local.set 121
        local.get 118
        local.get 104
        f32x4.mul
        local.set 122
        local.get 119
        local.get 105
        f32x4.mul
        local.set 123
        local.get 120
        local.get 106
        f32x4.mul
        local.set 124
        local.get 121
        local.get 126
        f32x4.add
        local.set 125
        local.get 122
        local.get 126
        f32x4.add
        local.set 127
        local.get 123
        local.get 126
        f32x4.add
        local.set 128
        local.get 124
        local.get 126
        f32x4.add
        local.set 129
        local.get 125
        local.get 103
        f32x4.mul
        local.set 130
        local.get 127
        local.get 104
        f32x4.mul
        local.set 131
        local.get 128
        local.get 105
        f32x4.mul
        local.set 132
        local.get 129
        local.get 106
        f32x4.mul
        local.set 133
        local.get 130
        local.get 135
        f32x4.add
        local.set 134
        local.get 131
        local.get 135
        f32x4.add
        local.set 136
        local.get 132
        local.get 135
        f32x4.add
        local.set 137
        local.get 133
        local.get 135
        f32x4.add
        local.set 138
        local.get 134
        local.get 103
        f32x4.mul
        local.set 139
        local.get 136
        local.get 104
        f32x4.mul
        local.set 140
        local.get 137
        local.get 105
        f32x4.mul
        local.set 141
        local.get 138
        local.get 106
        f32x4.mul
        local.set 142
        local.get 139
        local.get 144
        f32x4.add
        local.set 143
        local.get 140
        local.get 144
        f32x4.add
        local.set 145
        local.get 141
        local.get 144
        f32x4.add
        local.set 146
        local.get 142
        local.get 144
        f32x4.add
        local.set 147
        local.get 107
        local.get 143
        f32x4.mul
        local.set 148
        local.get 108
        local.get 145
        f32x4.mul
        local.set 149
        local.get 109
        local.get 146
        f32x4.mul
        local.set 150
        local.get 110
        local.get 147
        f32x4.mul
        local.set 151
        local.get 148
        local.get 103
        f32x4.add
        local.set 152
        local.get 149
        local.get 104
        f32x4.add
        local.set 153
        local.get 150
        local.get 105
        f32x4.add
        local.set 154
        local.get 151
        local.get 106
        f32x4.add
        local.set 155
        local.get 152
        local.get 157
        f32x4.add
        local.set 156
        local.get 153
        local.get 157
        f32x4.add
        local.set 158
        local.get 154
        local.get 157
        f32x4.add
        local.set 159
        local.get 155
        local.get 157
        f32x4.add
        local.set 160
        local.get 80
        i32.const 1
        i32x4.shr_s
        local.set 161
        local.get 82
        i32.const 1
        i32x4.shr_s
        local.set 162
        local.get 83
        i32.const 1
        i32x4.shr_s
        local.set 163
        local.get 84
        i32.const 1
        i32x4.shr_s
        local.set 164
        local.get 161
        i32.const 23
        i32x4.shl
        local.set 165
        local.get 162
        i32.const 23
        i32x4.shl
        local.set 166
        local.get 163
        i32.const 23
        i32x4.shl
        local.set 167
        local.get 164
        i32.const 23
        i32x4.shl
        local.set 168
        local.get 156
        local.get 165
        f32x4.mul
        local.set 169
        local.get 158
        local.get 166
        f32x4.mul
        local.set 170
        local.get 159
        local.get 167
        f32x4.mul
        local.set 171
        local.get 160
        local.get 168
        f32x4.mul
        local.set 172
        local.get 80
        local.get 161
        i32x4.sub
        local.set 173
        local.get 82
        local.get 162
        i32x4.sub
        local.set 174
        local.get 83
        local.get 163
        i32x4.sub
        local.set 175
        local.get 84
        local.get 164
        i32x4.sub
        local.set 176
        local.get 173
        i32.const 23
        i32x4.shl
        local.set 177
        local.get 174
        i32.const 23
        i32x4.shl
        local.set 178
        local.get 175
        i32.const 23
        i32x4.shl
        local.set 179
        local.get 176
        i32.const 23
        i32x4.shl
        local.set 180
        local.get 169
        local.get 177
        f32x4.mul
        local.set 181
        local.get 170
        local.get 178
        f32x4.mul
        local.set 182
        local.get 171
        local.get 179
        f32x4.mul
        local.set 183
        local.get 172
        local.get 180
        f32x4.mul
        local.set 184
        local.get 181
        local.set 185
        local.get 182
        local.set 186
        local.get 183
        local.set 187
        local.get 184
        local.set 188
        local.get 48
        local.get 185
        f32x4.add
        local.set 48
        local.get 50
        local.get 186
        f32x4.add
        local.set 50
        local.get 51
        local.get 187
        f32x4.add
        local.set 51
        local.get 52
        local.get 188
        f32x4.add
        local.set 52
      else
        local.get 58
        local.get 76
        f32x4.mul
        local.set 189
        local.get 60
        local.get 76
        f32x4.mul
        local.set 190
        local.get 61
        local.get 76
        f32x4.mul
        local.set 191
        local.get 62
        local.get 76
        f32x4.mul
        local.set 192
        local.get 189
        local.get 194
        f32x4.add
        local.set 193
        local.get 190
        local.get 194
        f32x4.add
        local.set 195
        local.get 191
        local.get 194
        f32x4.add
        local.set 196
        local.get 192
        local.get 194
        f32x4.add
        local.set 197
        local.get 193
        local.get 194
        f32x4.sub
        local.set 198
        local.get 195
        local.get 194
        f32x4.sub
        local.set 199
        local.get 196
        local.get 194
        f32x4.sub
        local.set 200
        local.get 197
        local.get 194
        f32x4.sub
        local.set 201
        local.get 198
        local.get 90
        f32x4.mul
        local.set 202
        local.get 199
        local.get 90
        f32x4.mul
        local.set 203
        local.get 200
        local.get 90
        f32x4.mul
        local.set 204
        local.get 201
        local.get 90
        f32x4.mul
        local.set 205
        local.get 58
        local.get 202
        f32x4.sub
        local.set 206
        local.get 60
        local.get 203
        f32x4.sub
        local.set 207
        local.get 61
        local.get 204
        f32x4.sub
        local.set 208
        local.get 62
        local.get 205
        f32x4.sub
        local.set 209
        local.get 198
        local.get 99
        f32x4.mul
        local.set 210
        local.get 199
        local.get 99
        f32x4.mul
        local.set 211
        local.get 200
        local.get 99
        f32x4.mul
        local.set 212
        local.get 201
        local.get 99
        f32x4.mul
        local.set 213
        local.get 206
        local.get 210
        f32x4.sub
        local.set 214
        local.get 207
        local.get 211
        f32x4.sub
        local.set 215
        local.get 208
        local.get 212
        f32x4.sub
        local.set 216
        local.get 209
        local.get 213
        f32x4.sub
        local.set 217
        local.get 214
        local.get 214
        f32x4.mul
        local.set 218
        local.get 215
        local.get 215
        f32x4.mul
        local.set 219
        local.get 216
        local.get 216
        f32x4.mul
        local.set 220
        local.get 217
        local.get 217
        f32x4.mul
        local.set 221
        local.get 112
        local.get 214
        f32x4.mul
        local.set 222
        local.get 112
        local.get 215
        f32x4.mul
        local.set 223
        local.get 112
        local.get 216
        f32x4.mul
        local.set 224
        local.get 112
        local.get 217
        f32x4.mul
        local.set 225
        local.get 222
        local.get 117
        f32x4.add
        local.set 226
        local.get 223
        local.get 117
        f32x4.add
        local.set 227
        local.get 224
        local.get 117
        f32x4.add
        local.set 228
        local.get 225
        local.get 117
        f32x4.add
        local.set 229
        local.get 226
        local.get 214
        f32x4.mul
        local.set 230
        local.get 227
        local.get 215
        f32x4.mul
        local.set 231
        local.get 228
        local.get 216
        f32x4.mul
        local.set 232
        local.get 229
        local.get 217
        f32x4.mul
        local.set 233
        local.get 230
        local.get 126
        f32x4.add
        local.set 234
        local.get 231
        local.get 126
        f32x4.add
        local.set 235
        local.get 232
        local.get 126
        f32x4.add
        local.set 236
        local.get 233
        local.get 126
        f32x4.add
        local.set 237
        local.get 234
        local.get 214
        f32x4.mul
        local.set 238
        local.get 235
        local.get 215
        f32x4.mul
        local.set 239
        local.get 236
        local.get 216
        f32x4.mul
        local.set 240
        local.get 237
        local.get 217
        f32x4.mul
        local.set 241
        local.get 238
        local.get 135
        f32x4.add
        local.set 242
        local.get 239
        local.get 135
        f32x4.add
        local.set 243
        local.get 240
        local.get 135
        f32x4.add
        local.set 244
        local.get 241
        local.get 135
        f32x4.add
        local.set 245
        local.get 242
        local.get 214
        f32x4.mul
        local.set 246
        local.get 243
        local.get 215
        f32x4.mul
        local.set 247
        local.get 244
        local.get 216
        f32x4.mul
        local.set 248
        local.get 245
        local.get 217
        f32x4.mul
        local.set 249
        local.get 246
        local.get 144
        f32x4.add
        local.set 250
        local.get 247
        local.get 144
        f32x4.add
        local.set 251
        local.get 248
        local.get 144
        f32x4.add
        local.set 252
        local.get 249
        local.get 144
        f32x4.add
        local.set 253
        local.get 218
        local.get 250
        f32x4.mul
        local.set 254
        local.get 219
        local.get 251
        f32x4.mul
        local.set 255
        local.get 220
        local.get 252
        f32x4.mul
        local.set 256
        local.get 221
        local.get 253
        f32x4.mul
        local.set 257
        local.get 254
        local.get 214
        f32x4.add
        local.set 258
        local.get 255
        local.get 215
        f32x4.add
        local.set 259
        local.get 256
        local.get 216
        f32x4.add
        local.set 260
        local.get 257
        local.get 217
        f32x4.add
        local.set 261
        local.get 258
        local.get 157
        f32x4.add
        local.set 262
        local.get 259
        local.get 157
        f32x4.add
        local.set 263
        local.get 260
        local.get 157
        f32x4.add
        local.set 264
        local.get 261
        local.get 157
        f32x4.add
        local.set 265
        local.get 193
        i32.const 23
        i32x4.shl
        local.set 266
        local.get 195
        i32.const 23
        i32x4.shl
        local.set 267
        local.get 196
        i32.const 23
        i32x4.shl
        local.set 268
        local.get 197
        i32.const 23
        i32x4.shl
        local.set 269
        local.get 262
        local.get 266
        i32x4.add
        local.set 270
        local.get 263
        local.get 267
        i32x4.add
        local.set 271
        local.get 264
        local.get 268
        i32x4.add
        local.set 272
        local.get 265
        local.get 269
        i32x4.add
        local.set 273
        local.get 48
        local.get 270
        f32x4.add
        local.set 48
        local.get 50
        local.get 271
        f32x4.add
        local.set 50
        local.get 51
        local.get 272
        f32x4.add
        local.set 51
        local.get 52
        local.get 273
        f32x4.add
        local.set 52
      end
      local.get 47
      i32.const 64
      i32.add
      local.tee 47
      i32.const 384
      i32.lt_u
      br_if 0
    end
    local.get 48
    local.get 50
    f32x4.add
    local.set 48
    local.get 51
    local.get 52
    f32x4.add
    local.set 51
    local.get 48
    local.get 51
    f32x4.add
    local.set 48
    loop
      local.get 48
      local.get 25
      local.get 47
      i32.add
      v128.load
      local.get 59
      f32x4.sub
      local.tee 274
      local.get 66
      f32x4.pmax
      local.tee 275
      local.get 71
      f32x4.pmin
      local.tee 276
      local.get 276
      local.get 76
      f32x4.mul
      local.get 81
      f32x4.add
      local.tee 277
      local.get 81
      f32x4.sub
      local.tee 278
      local.get 90
      f32x4.mul
      f32x4.sub
      local.get 278
      local.get 99
      f32x4.mul
      f32x4.sub
      local.tee 279
      local.get 279
      f32x4.mul
      local.get 112
      local.get 279
      f32x4.mul
      local.get 117
      f32x4.add
      local.get 279
      f32x4.mul
      local.get 126
      f32x4.add
      local.get 279
      f32x4.mul
      local.get 135
      f32x4.add
      local.get 279
      f32x4.mul
      local.get 144
      f32x4.add
      f32x4.mul
      local.get 279
      f32x4.add
      local.get 157
      f32x4.add
      local.get 277
      i32.const 1
      i32x4.shr_s
      local.tee 280
      i32.const 23
      i32x4.shl
      f32x4.mul
      local.get 277
      local.get 280
      i32x4.sub
      i32.const 23
      i32x4.shl
      f32x4.mul
      f32x4.add
      local.set 48
      local.get 47
      i32.const 16
      i32.add
      local.tee 47
      i32.const 400
      i32.lt_u
      br_if 0
    end
    local.get 48
    local.get 48
    i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
    local.set 281
    local.get 48
    local.get 281
    f32x4.add
    local.set 48
    local.get 48
    local.get 48
    i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11
    local.set 281
    local.get 48
    local.get 281
    f32x4.add
    local.set 48
    local.get 48
    f32x4.extract_lane 0
    local.set 46
    i32.const 0
    local.set 282
    local.get 46
    f32x4.splat
    local.set 405
    local.get 411
    local.get 27
    i32.add
    local.set 410
    loop
      local.get 25
      local.get 282
      i32.add
      local.set 284
      local.get 284
      v128.load
      local.set 283
      local.get 284
      v128.load offset=16
      local.set 285
      local.get 284
      v128.load offset=32
      local.set 286
      local.get 284
      v128.load offset=48
      local.set 287
      local.get 283
      local.get 59
      f32x4.sub
      local.set 288
      local.get 285
      local.get 59
      f32x4.sub
      local.set 289
      local.get 286
      local.get 59
      f32x4.sub
      local.set 290
      local.get 287
      local.get 59
      f32x4.sub
      local.set 291
      local.get 288
      local.get 63
      v128.and
      local.get 289
      local.get 63
      v128.and
      i32x4.max_s
      local.get 290
      local.get 63
      v128.and
      i32x4.max_s
      local.get 291
      local.get 63
      v128.and
      i32x4.max_s
      local.get 64
      i32x4.gt_s
      v128.any_true
      if
        local.get 288
        local.get 66
        f32x4.pmax
        local.set 292
        local.get 289
        local.get 66
        f32x4.pmax
        local.set 293
        local.get 290
        local.get 66
        f32x4.pmax
        local.set 294
        local.get 291
        local.get 66
        f32x4.pmax
        local.set 295
        local.get 292
        local.get 71
        f32x4.pmin
        local.set 296
        local.get 293
        local.get 71
        f32x4.pmin
        local.set 297
        local.get 294
        local.get 71
        f32x4.pmin
        local.set 298
        local.get 295
        local.get 71
        f32x4.pmin
        local.set 299
        local.get 296
        local.get 76
        f32x4.mul
        local.set 300
        local.get 297
        local.get 76
        f32x4.mul
        local.set 301
        local.get 298
        local.get 76
        f32x4.mul
        local.set 302
        local.get 299
        local.get 76
        f32x4.mul
        local.set 303
        local.get 300
        local.get 81
        f32x4.add
        local.set 304
        local.get 301
        local.get 81
        f32x4.add
        local.set 305
        local.get 302
        local.get 81
        f32x4.add
        local.set 306
        local.get 303
        local.get 81
        f32x4.add
        local.set 307
        local.get 304
        local.get 81
        f32x4.sub
        local.set 308
        local.get 305
        local.get 81
        f32x4.sub
        local.set 309
        local.get 306
        local.get 81
        f32x4.sub
        local.set 310
        local.get 307
        local.get 81
        f32x4.sub
        local.set 311
        local.get 308
        local.get 90
        f32x4.mul
        local.set 312
        local.get 309
        local.get 90
        f32x4.mul
        local.set 313
        local.get 310
        local.get 90
        f32x4.mul
        local.set 314
        local.get 311
        local.get 90
        f32x4.mul
        local.set 315
        local.get 296
        local.get 312
        f32x4.sub
        local.set 316
        local.get 297
        local.get 313
        f32x4.sub
        local.set 317
        local.get 298
        local.get 314
        f32x4.sub
        local.set 318
        local.get 299
        local.get 315
        f32x4.sub
        local.set 319
        local.get 308
        local.get 99
        f32x4.mul
        local.set 320
        local.get 309
        local.get 99
        f32x4.mul
        local.set 321
        local.get 310
        local.get 99
        f32x4.mul
        local.set 322
        local.get 311
        local.get 99
        f32x4.mul
        local.set 323
        local.get 316
        local.get 320
        f32x4.sub
        local.set 324
        local.get 317
        local.get 321
        f32x4.sub
        local.set 325
        local.get 318
        local.get 322
        f32x4.sub
        local.set 326
        local.get 319
        local.get 323
        f32x4.sub
        local.set 327
        local.get 324
        local.get 324
        f32x4.mul
        local.set 328
        local.get 325
        local.get 325
        f32x4.mul
        local.set 329
        local.get 326
        local.get 326
        f32x4.mul
        local.set 330
        local.get 327
        local.get 327
        f32x4.mul
        local.set 331
        local.get 112
        local.get 324
        f32x4.mul
        local.set 332
        local.get 112
        local.get 325
        f32x4.mul
        local.set 333
        local.get 112
        local.get 326
        f32x4.mul
        local.set 334
        local.get 112
        local.get 327
        f32x4.mul
        local.set 335
        local.get 332
        local.get 117
        f32x4.add
        local.set 336
        local.get 333
        local.get 117
        f32x4.add
        local.set 337
        local.get 334
        local.get 117
        f32x4.add
        local.set 338
        local.get 335
        local.get 117
        f32x4.add
        local.set 339
        local.get 336
        local.get 324
        f32x4.mul
        local.set 340
        local.get 337
        local.get 325
        f32x4.mul
        local.set 341
        local.get 338
        local.get 326
        f32x4.mul
        local.set 342
        local.get 339
        local.get 327
        f32x4.mul
        local.set 343
        local.get 340
        local.get 126
        f32x4.add
        local.set 344
        local.get 341
        local.get 126
        f32x4.add
        local.set 345
        local.get 342
        local.get 126
        f32x4.add
        local.set 346
        local.get 343
        local.get 126
        f32x4.add
        local.set 347
        local.get 344
        local.get 324
        f32x4.mul
        local.set 348
        local.get 345
        local.get 325
        f32x4.mul
        local.set 349
        local.get 346
        local.get 326
        f32x4.mul
        local.set 350
        local.get 347
        local.get 327
        f32x4.mul
        local.set 351
        local.get 348
        local.get 135
        f32x4.add
        local.set 352
        local.get 349
        local.get 135
        f32x4.add
        local.set 353
        local.get 350
        local.get 135
        f32x4.add
        local.set 354
        local.get 351
        local.get 135
        f32x4.add
        local.set 355
        local.get 352
        local.get 324
        f32x4.mul
        local.set 356
        local.get 353
        local.get 325
        f32x4.mul
        local.set 357
        local.get 354
        local.get 326
        f32x4.mul
        local.set 358
        local.get 355
        local.get 327
        f32x4.mul
        local.set 359
        local.get 356
        local.get 144
        f32x4.add
        local.set 360
        local.get 357
        local.get 144
        f32x4.add
        local.set 361
        local.get 358
        local.get 144
        f32x4.add
        local.set 362
        local.get 359
        local.get 144
        f32x4.add
        local.set 363
        local.get 328
        local.get 360
        f32x4.mul
        local.set 364
        local.get 329
        local.get 361
        f32x4.mul
        local.set 365
        local.get 330
        local.get 362
        f32x4.mul
        local.set 366
        local.get 331
        local.get 363
        f32x4.mul
        local.set 367
        local.get 364
        local.get 324
        f32x4.add
        local.set 368
        local.get 365
        local.get 325
        f32x4.add
        local.set 369
        local.get 366
        local.get 326
        f32x4.add
        local.set 370
        local.get 367
        local.get 327
        f32x4.add
        local.set 371
        local.get 368
        local.get 157
        f32x4.add
        local.set 372
        local.get 369
        local.get 157
        f32x4.add
        local.set 373
        local.get 370
        local.get 157
        f32x4.add
        local.set 374
        local.get 371
        local.get 157
        f32x4.add
        local.set 375
        local.get 304
        i32.const 1
        i32x4.shr_s
        local.set 376
        local.get 305
        i32.const 1
        i32x4.shr_s
        local.set 377
        local.get 306
        i32.const 1
        i32x4.shr_s
        local.set 378
        local.get 307
        i32.const 1
        i32x4.shr_s
        local.set 379
        local.get 376
        i32.const 23
        i32x4.shl
        local.set 380
        local.get 377
        i32.const 23
        i32x4.shl
        local.set 381
        local.get 378
        i32.const 23
        i32x4.shl
        local.set 382
        local.get 379
        i32.const 23
        i32x4.shl
        local.set 383
        local.get 372
        local.get 380
        f32x4.mul
        local.set 384
        local.get 373
        local.get 381
        f32x4.mul
        local.set 385
        local.get 374
        local.get 382
        f32x4.mul
        local.set 386
        local.get 375
        local.get 383
        f32x4.mul
        local.set 387
        local.get 304
        local.get 376
        i32x4.sub
        local.set 388
        local.get 305
        local.get 377
        i32x4.sub
        local.set 389
        local.get 306
        local.get 378
        i32x4.sub
        local.set 390
        local.get 307
        local.get 379
        i32x4.sub
        local.set 391
        local.get 388
        i32.const 23
        i32x4.shl
        local.set 392
        local.get 389
        i32.const 23
        i32x4.shl
        local.set 393
        local.get 390
        i32.const 23
        i32x4.shl
        local.set 394
        local.get 391
        i32.const 23
        i32x4.shl
        local.set 395
        local.get 384
        local.get 392
        f32x4.mul
        local.set 396
        local.get 385
        local.get 393
        f32x4.mul
        local.set 397
        local.get 386
        local.get 394
        f32x4.mul
        local.set 398
        local.get 387
        local.get 395
        f32x4.mul
        local.set 399
        local.get 396
        local.set 400
        local.get 397
        local.set 401
        local.get 398
        local.set 402
        local.get 399
        local.set 403
        local.get 400
        local.get 405
        f32x4.div
        local.set 404
        local.get 401
        local.get 405
        f32x4.div
        local.set 406
        local.get 402
        local.get 405
        f32x4.div
        local.set 407
        local.get 403
        local.get 405
        f32x4.div
        local.set 408
        local.get 410
        local.get 282
        i32.add
        local.set 409
        local.get 409
        local.get 404
        v128.store
        local.get 409
        local.get 406
        v128.store offset=16
        local.get 409
        local.get 407
        v128.store offset=32
        local.get 409
        local.get 408
        v128.store offset=48
      else
        local.get 288
        local.get 76
        f32x4.mul
        local.set 412
        local.get 289
        local.get 76
        f32x4.mul
        local.set 413
        local.get 290
        local.get 76
        f32x4.mul
        local.set 414
        local.get 291
        local.get 76
        f32x4.mul
        local.set 415
        local.get 412
        local.get 194
        f32x4.add
        local.set 416
        local.get 413
        local.get 194
        f32x4.add
        local.set 417
        local.get 414
        local.get 194
        f32x4.add
        local.set 418
        local.get 415
        local.get 194
        f32x4.add
        local.set 419
        local.get 416
        local.get 194
        f32x4.sub
        local.set 420
        local.get 417
        local.get 194
        f32x4.sub
        local.set 421
        local.get 418
        local.get 194
        f32x4.sub
        local.set 422
        local.get 419
        local.get 194
        f32x4.sub
        local.set 423
        local.get 420
        local.get 90
        f32x4.mul
        local.set 424
        local.get 421
        local.get 90
        f32x4.mul
        local.set 425
        local.get 422
        local.get 90
        f32x4.mul
        local.set 426
        local.get 423
        local.get 90
        f32x4.mul
        local.set 427
        local.get 288
        local.get 424
        f32x4.sub
        local.set 428
        local.get 289
        local.get 425
        f32x4.sub
        local.set 429
        local.get 290
        local.get 426
        f32x4.sub
        local.set 430
        local.get 291
        local.get 427
        f32x4.sub
        local.set 431
        local.get 420
        local.get 99
        f32x4.mul
        local.set 432
        local.get 421
        local.get 99
        f32x4.mul
        local.set 433
        local.get 422
        local.get 99
        f32x4.mul
        local.set 434
        local.get 423
        local.get 99
        f32x4.mul
        local.set 435
        local.get 428
        local.get 432
        f32x4.sub
        local.set 436
        local.get 429
        local.get 433
        f32x4.sub
        local.set 437
        local.get 430
        local.get 434
        f32x4.sub
        local.set 438
        local.get 431
        local.get 435
        f32x4.sub
        local.set 439
        local.get 436
        local.get 436
        f32x4.mul
        local.set 440
        local.get 437
        local.get 437
        f32x4.mul
        local.set 441
        local.get 438
        local.get 438
        f32x4.mul
        local.set 442
        local.get 439
        local.get 439
        f32x4.mul
        local.set 443
        local.get 112
        local.get 436
        f32x4.mul
        local.set 444
        local.get 112
        local.get 437
        f32x4.mul
        local.set 445
        local.get 112
        local.get 438
        f32x4.mul
        local.set 446
        local.get 112
        local.get 439
        f32x4.mul
        local.set 447
        local.get 444
        local.get 117
        f32x4.add
        local.set 448
        local.get 445
        local.get 117
        f32x4.add
        local.set 449
        local.get 446
        local.get 117
        f32x4.add
        local.set 450
        local.get 447
        local.get 117
        f32x4.add
        local.set 451
        local.get 448
        local.get 436
        f32x4.mul
        local.set 452
        local.get 449
        local.get 437
        f32x4.mul
        local.set 453
        local.get 450
        local.get 438
        f32x4.mul
        local.set 454
        local.get 451
        local.get 439
        f32x4.mul
        local.set 455
        local.get 452
        local.get 126
        f32x4.add
        local.set 456
        local.get 453
        local.get 126
        f32x4.add
        local.set 457
        local.get 454
        local.get 126
        f32x4.add
        local.set 458
        local.get 455
        local.get 126
        f32x4.add
        local.set 459
        local.get 456
        local.get 436
        f32x4.mul
        local.set 460
        local.get 457
        local.get 437
        f32x4.mul
        local.set 461
        local.get 458
        local.get 438
        f32x4.mul
        local.set 462
        local.get 459
        local.get 439
        f32x4.mul
        local.set 463
        local.get 460
        local.get 135
        f32x4.add
        local.set 464
        local.get 461
        local.get 135
        f32x4.add
        local.set 465
        local.get 462
        local.get 135
        f32x4.add
        local.set 466
        local.get 463
        local.get 135
        f32x4.add
        local.set 467
        local.get 464
        local.get 436
        f32x4.mul
        local.set 468
        local.get 465
        local.get 437
        f32x4.mul
        local.set 469
        local.get 466
        local.get 438
        f32x4.mul
        local.set 470
        local.get 467
        local.get 439
        f32x4.mul
        local.set 471
        local.get 468
        local.get 144
        f32x4.add
        local.set 472
        local.get 469
        local.get 144
        f32x4.add
        local.set 473
        local.get 470
        local.get 144
        f32x4.add
        local.set 474
        local.get 471
        local.get 144
        f32x4.add
        local.set 475
        local.get 440
        local.get 472
        f32x4.mul
        local.set 476
        local.get 441
        local.get 473
        f32x4.mul
        local.set 477
        local.get 442
        local.get 474
        f32x4.mul
        local.set 478
        local.get 443
        local.get 475
        f32x4.mul
        local.set 479
        local.get 476
        local.get 436
        f32x4.add
        local.set 480
        local.get 477
        local.get 437
        f32x4.add
        local.set 481
        local.get 478
        local.get 438
        f32x4.add
        local.set 482
        local.get 479
        local.get 439
        f32x4.add
        local.set 483
        local.get 480
        local.get 157
        f32x4.add
        local.set 484
        local.get 481
        local.get 157
        f32x4.add
        local.set 485
        local.get 482
        local.get 157
        f32x4.add
        local.set 486
        local.get 483
        local.get 157
        f32x4.add
        local.set 487
        local.get 416
        i32.const 23
        i32x4.shl
        local.set 488
        local.get 417
        i32.const 23
        i32x4.shl
        local.set 489
        local.get 418
        i32.const 23
        i32x4.shl
        local.set 490
        local.get 419
        i32.const 23
        i32x4.shl
        local.set 491
        local.get 484
        local.get 488
        i32x4.add
        local.set 492
        local.get 485
        local.get 489
        i32x4.add
        local.set 493
        local.get 486
        local.get 490
        i32x4.add
        local.set 494
        local.get 487
        local.get 491
        i32x4.add
        local.set 495
        local.get 492
        local.get 405
        f32x4.div
        local.set 496
        local.get 493
        local.get 405
        f32x4.div
        local.set 497
        local.get 494
        local.get 405
        f32x4.div
        local.set 498
        local.get 495
        local.get 405
        f32x4.div
        local.set 499
        local.get 410
        local.get 282
        i32.add
        local.set 500
        local.get 500
        local.get 496
        v128.store
        local.get 500
        local.get 497
        v128.store offset=16
        local.get 500
        local.get 498
        v128.store offset=32
        local.get 500
        local.get 499
        v128.store offset=48
      end
      local.get 282
      i32.const 64
      i32.add
      local.tee 282
      i32.const 384
      i32.lt_u
      br_if 0
    end
    loop
      local.get 410
      local.get 282
      i32.add
      local.tee 501
      local.get 25
      local.get 282
      i32.add
      v128.load
      local.get 59
      f32x4.sub
      local.tee 502
      local.get 66
      f32x4.pmax
      local.tee 503
      local.get 71
      f32x4.pmin
      local.tee 504
      local.get 504
      local.get 76
      f32x4.mul
      local.get 81
      f32x4.add
      local.tee 505
      local.get 81
      f32x4.sub
      local.tee 506
      local.get 90
      f32x4.mul
      f32x4.sub
      local.get 506
      local.get 99
      f32x4.mul
      f32x4.sub
      local.tee 507
      local.get 507
      f32x4.mul
      local.get 112
      local.get 507
      f32x4.mul
      local.get 117
      f32x4.add
      local.get 507
      f32x4.mul
      local.get 126
      f32x4.add
      local.get 507
      f32x4.mul
      local.get 135
      f32x4.add
      local.get 507
      f32x4.mul
      local.get 144
      f32x4.add
      f32x4.mul
      local.get 507
      f32x4.add
      local.get 157
      f32x4.add
      local.get 505
      i32.const 1
      i32x4.shr_s
      local.tee 508
      i32.const 23
      i32x4.shl
      f32x4.mul
      local.get 505
      local.get 508
      i32x4.sub
      i32.const 23
      i32x4.shl
      f32x4.mul
      local.get 405
      f32x4.div
      v128.store
      local.get 282
      i32.const 16
      i32.add
      local.tee 282
      i32.const 400
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
