import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals f32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 f32 i32 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128
  v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
  local.set 7
  local.get 0
  i32.load
  local.set 26
  v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
  local.set 49
  v128.const i32x4 0xc2d00000 0xc2d00000 0xc2d00000 0xc2d00000
  local.set 64
  v128.const i32x4 0x42b20000 0x42b20000 0x42b20000 0x42b20000
  local.set 69
  v128.const i32x4 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b
  local.set 74
  v128.const i32x4 0x4b4000fe 0x4b4000fe 0x4b4000fe 0x4b4000fe
  local.set 79
  v128.const i32x4 0x3f317200 0x3f317200 0x3f317200 0x3f317200
  local.set 88
  v128.const i32x4 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e
  local.set 97
  v128.const i32x4 0x3ab56803 0x3ab56803 0x3ab56803 0x3ab56803
  local.set 110
  v128.const i32x4 0x3c0915f1 0x3c0915f1 0x3c0915f1 0x3c0915f1
  local.set 115
  v128.const i32x4 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb
  local.set 124
  v128.const i32x4 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55
  local.set 133
  v128.const i32x4 0x3effffff 0x3effffff 0x3effffff 0x3effffff
  local.set 142
  v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
  local.set 155
  local.get 0
  i32.load offset=4
  local.set 324
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
      local.get 64
      f32x4.pmax
      local.set 63
      local.get 60
      local.get 64
      f32x4.pmax
      local.set 65
      local.get 61
      local.get 64
      f32x4.pmax
      local.set 66
      local.get 62
      local.get 64
      f32x4.pmax
      local.set 67
      local.get 63
      local.get 69
      f32x4.pmin
      local.set 68
      local.get 65
      local.get 69
      f32x4.pmin
      local.set 70
      local.get 66
      local.get 69
      f32x4.pmin
      local.set 71
      local.get 67
      local.get 69
      f32x4.pmin
      local.set 72
      local.get 68
      local.get 74
      f32x4.mul
      local.set 73
      local.get 70
      local.get 74
      f32x4.mul
      local.set 75
      local.get 71
      local.get 74
      f32x4.mul
      local.set 76
      local.get 72
      local.get 74
      f32x4.mul
      local.set 77
      local.get 73
      local.get 79
      f32x4.add
      local.set 78
      local.get 75
      local.get 79
      f32x4.add
      local.set 80
      local.get 76
      local.get 79
      f32x4.add
      local.set 81
      local.get 77
      local.get 79
      f32x4.add
      local.set 82
      local.get 78
      local.get 79
      f32x4.sub
      local.set 83
      local.get 80
      local.get 79
      f32x4.sub
      local.set 84
      local.get 81
      local.get 79
      f32x4.sub
      local.set 85
      local.get 82
      local.get 79
      f32x4.sub
      local.set 86
      local.get 83
      local.get 88
      f32x4.mul
      local.set 87
      local.get 84
      local.get 88
      f32x4.mul
      local.set 89
      local.get 85
      local.get 88
      f32x4.mul
      local.set 90
      local.get 86
      local.get 88
      f32x4.mul
      local.set 91
      local.get 68
      local.get 87
      f32x4.sub
      local.set 92
      local.get 70
      local.get 89
      f32x4.sub
      local.set 93
      local.get 71
      local.get 90
      f32x4.sub
      local.set 94
      local.get 72
      local.get 91
      f32x4.sub
      local.set 95
      local.get 83
      local.get 97
      f32x4.mul
      local.set 96
      local.get 84
      local.get 97
      f32x4.mul
      local.set 98
      local.get 85
      local.get 97
      f32x4.mul
      local.set 99
      local.get 86
      local.get 97
      f32x4.mul
      local.set 100
      local.get 92
      local.get 96
      f32x4.sub
      local.set 101
      local.get 93
      local.get 98
      f32x4.sub
      local.set 102
      local.get 94
      local.get 99
      f32x4.sub
      local.set 103
      local.get 95
      local.get 100
      f32x4.sub
      local.set 104
      local.get 101
      local.get 101
      f32x4.mul
      local.set 105
      local.get 102
      local.get 102
      f32x4.mul
      local.set 106
      local.get 103
      local.get 103
      f32x4.mul
      local.set 107
      local.get 104
      local.get 104
      f32x4.mul
      local.set 108
      local.get 110
      local.get 101
      f32x4.mul
      local.set 109
      local.get 110
      local.get 102
      f32x4.mul
      local.set 111
      local.get 110
      local.get 103
      f32x4.mul
      local.set 112
      local.get 110
      local.get 104
      f32x4.mul
      local.set 113
      local.get 109
      local.get 115
      f32x4.add
      local.set 114
      local.get 111
      local.get 115
      f32x4.add
      local.set 116
      local.get 112
      local.get 115
      f32x4.add
      local.set 117
      local.get 113
      local.get 115
      f32x4.add
      local.set 118
      local.get 114
      local.get 101
      f32x4.mul
      local.set 119
      local.get 116
      local.get 102
      f32x4.mul
      local.set 120
      local.get 117
      local.get 103
      f32x4.mul
      local.set 121
      local.get 118
      local.get 104
      f32x4.mul
      local.set 122
      local.get 119
      local.get 124
      f32x4.add
      local.set 123
      local.get 120
      local.get 124
      f32x4.add
      local.set 125
      local.get 121
      local.get 124
      f32x4.add
      local.set 126
      local.get 122
      local.get 124
      f32x4.add
      local.set 127
      local.get 123
      local.get 101
      f32x4.mul
      local.set 128
      local.get 125
      local.get 102
      f32x4.mul
      local.set 129
      local.get 126
      local.get 103
      f32x4.mul
      local.set 130
      local.get 127
      local.get 104
      f32x4.mul
      local.set 131
      local.get 128
      local.get 133
      f32x4.add
      local.set 132
      local.get 129
      local.get 133
      f32x4.add
      local.set 134
      local.get 130
      local.get 133
      f32x4.add
      local.set 135
      local.get 131
      local.get 133
      f32x4.add
      local.set 136
      local.get 132
      local.get 101
      f32x4.mul
      local.set 137
      local.get 134
      local.get 102
      f32x4.mul
      local.set 138
      local.get 135
      local.get 103
      f32x4.mul
      local.set 139
      local.get 136
      local.get 104
      f32x4.mul
      local.set 140
      local.get 137
      local.get 142
      f32x4.add
      local.set 141
      local.get 138
      local.get 142
      f32x4.add
      local.set 143
      local.get 139
      local.get 142
      f32x4.add
      local.set 144
      local.get 140
      local.get 142
      f32x4.add
      local.set 145
      local.get 105
      local.get 141
      f32x4.mul
      local.set 146
      local.get 106
      local.get 143
      f32x4.mul
      local.set 147
      local.get 107
      local.get 144
      f32x4.mul
      local.set 148
      local.get 108
      local.get 145
      f32x4.mul
      local.set 149
      local.get 146
      local.get 101
      f32x4.add
      local.set 150
      local.get 147
      local.get 102
      f32x4.add
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
      local.get 155
      f32x4.add
      local.set 154
      local.get 151
      local.get 155
      f32x4.add
      local.set 156
      local.get 152
      local.get 155
      f32x4.add
      local.set 157
      local.get 153
      local.get 155
      f32x4.add
      local.set 158
      local.get 78
      i32.const 1
      i32x4.shr_s
      local.set 159
      local.get 80
      i32.const 1
      i32x4.shr_s
      local.set 160
      local.get 81
      i32.const 1
      i32x4.shr_s
      local.set 161
      local.get 82
      i32.const 1
      i32x4.shr_s
      local.set 162
      local.get 159
      i32.const 23
      i32x4.shl
      local.set 163
      local.get 160
      i32.const 23
      i32x4.shl
      local.set 164
      local.get 161
      i32.const 23
      i32x4.shl
      local.set 165
      local.get 162
      i32.const 23
      i32x4.shl
      local.set 166
      local.get 154
      local.get 163
      f32x4.mul
      local.set 167
      local.get 156
      local.get 164
      f32x4.mul
      local.set 168
      local.get 157
      local.get 165
      f32x4.mul
      local.set 169
      local.get 158
      local.get 166
      f32x4.mul
      local.set 170
      local.get 78
      local.get 159
      i32x4.sub
      local.set 171
      local.get 80
      local.get 160
      i32x4.sub
      local.set 172
      local.get 81
      local.get 161
      i32x4.sub
      local.set 173
      local.get 82
      local.get 162
      i32x4.sub
      local.set 174
      local.get 171
      i32.const 23
      i32x4.shl
      local.set 175
      local.get 172
      i32.const 23
      i32x4.shl
      local.set 176
      local.get 173
      i32.const 23
      i32x4.shl
      local.set 177
      local.get 174
      i32.const 23
      i32x4.shl
      local.set 178
      local.get 167
      local.get 175
      f32x4.mul
      local.set 179
      local.get 168
      local.get 176
      f32x4.mul
      local.set 180
      local.get 169
      local.get 177
      f32x4.mul
      local.set 181
      local.get 170
      local.get 178
      f32x4.mul
      local.set 182
      local.get 179
      local.set 183
      local.get 180
      local.set 184
      local.get 181
      local.set 185
      local.get 182
      local.set 186
      local.get 48
      local.get 183
      f32x4.add
      local.set 48
      local.get 50
      local.get 184
      f32x4.add
      local.set 50
      local.get 51
      local.get 185
      f32x4.add
      local.set 51
      local.get 52
      local.get 186
      f32x4.add
      local.set 52
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
      local.tee 187
      local.get 64
      f32x4.pmax
      local.tee 188
      local.get 69
      f32x4.pmin
      local.tee 189
      local.get 189
      local.get 74
      f32x4.mul
      local.get 79
      f32x4.add
      local.tee 190
      local.get 79
      f32x4.sub
      local.tee 191
      local.get 88
      f32x4.mul
      f32x4.sub
      local.get 191
      local.get 97
      f32x4.mul
      f32x4.sub
      local.tee 192
      local.get 192
      f32x4.mul
      local.get 110
      local.get 192
      f32x4.mul
      local.get 115
      f32x4.add
      local.get 192
      f32x4.mul
      local.get 124
      f32x4.add
      local.get 192
      f32x4.mul
      local.get 133
      f32x4.add
      local.get 192
      f32x4.mul
      local.get 142
      f32x4.add
      f32x4.mul
      local.get 192
      f32x4.add
      local.get 155
      f32x4.add
      local.get 190
      i32.const 1
      i32x4.shr_s
      local.tee 193
      i32.const 23
      i32x4.shl
      f32x4.mul
      local.get 190
      local.get 193
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
    local.set 194
    local.get 48
    local.get 194
    f32x4.add
    local.set 48
    local.get 48
    local.get 48
    i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11
    local.set 194
    local.get 48
    local.get 194
    f32x4.add
    local.set 48
    local.get 48
    f32x4.extract_lane 0
    local.set 46
    i32.const 0
    local.set 195
    local.get 46
    f32x4.splat
    local.set 318
    local.get 324
    local.get 27
    i32.add
    local.set 323
    loop
      local.get 25
      local.get 195
      i32.add
      local.set 197
      local.get 197
      v128.load
      local.set 196
      local.get 197
      v128.load offset=16
      local.set 198
      local.get 197
      v128.load offset=32
      local.set 199
      local.get 197
      v128.load offset=48
      local.set 200
      local.get 196
      local.get 59
      f32x4.sub
      local.set 201
      local.get 198
      local.get 59
      f32x4.sub
      local.set 202
      local.get 199
      local.get 59
      f32x4.sub
      local.set 203
      local.get 200
      local.get 59
      f32x4.sub
      local.set 204
      local.get 201
      local.get 64
      f32x4.pmax
      local.set 205
      local.get 202
      local.get 64
      f32x4.pmax
      local.set 206
      local.get 203
      local.get 64
      f32x4.pmax
      local.set 207
      local.get 204
      local.get 64
      f32x4.pmax
      local.set 208
      local.get 205
      local.get 69
      f32x4.pmin
      local.set 209
      local.get 206
      local.get 69
      f32x4.pmin
      local.set 210
      local.get 207
      local.get 69
      f32x4.pmin
      local.set 211
      local.get 208
      local.get 69
      f32x4.pmin
      local.set 212
      local.get 209
      local.get 74
      f32x4.mul
      local.set 213
      local.get 210
      local.get 74
      f32x4.mul
      local.set 214
      local.get 211
      local.get 74
      f32x4.mul
      local.set 215
      local.get 212
      local.get 74
      f32x4.mul
      local.set 216
      local.get 213
      local.get 79
      f32x4.add
      local.set 217
      local.get 214
      local.get 79
      f32x4.add
      local.set 218
      local.get 215
      local.get 79
      f32x4.add
      local.set 219
      local.get 216
      local.get 79
      f32x4.add
      local.set 220
      local.get 217
      local.get 79
      f32x4.sub
      local.set 221
      local.get 218
      local.get 79
      f32x4.sub
      local.set 222
      local.get 219
      local.get 79
      f32x4.sub
      local.set 223
      local.get 220
      local.get 79
      f32x4.sub
      local.set 224
      local.get 221
      local.get 88
      f32x4.mul
      local.set 225
      local.get 222
      local.get 88
      f32x4.mul
      local.set 226
      local.get 223
      local.get 88
      f32x4.mul
      local.set 227
      local.get 224
      local.get 88
      f32x4.mul
      local.set 228
      local.get 209
      local.get 225
      f32x4.sub
      local.set 229
      local.get 210
      local.get 226
      f32x4.sub
      local.set 230
      local.get 211
      local.get 227
      f32x4.sub
      local.set 231
      local.get 212
      local.get 228
      f32x4.sub
      local.set 232
      local.get 221
      local.get 97
      f32x4.mul
      local.set 233
      local.get 222
      local.get 97
      f32x4.mul
      local.set 234
      local.get 223
      local.get 97
      f32x4.mul
      local.set 235
      local.get 224
      local.get 97
      f32x4.mul
      local.set 236
      local.get 229
      local.get 233
      f32x4.sub
      local.set 237
      local.get 230
      local.get 234
      f32x4.sub
      local.set 238
      local.get 231
      local.get 235
      f32x4.sub
      local.set 239
      local.get 232
      local.get 236
      f32x4.sub
      local.set 240
      local.get 237
      local.get 237
      f32x4.mul
      local.set 241
      local.get 238
      local.get 238
      f32x4.mul
      local.set 242
      local.get 239
      local.get 239
      f32x4.mul
      local.set 243
      local.get 240
      local.get 240
      f32x4.mul
      local.set 244
      local.get 110
      local.get 237
      f32x4.mul
      local.set 245
      local.get 110
      local.get 238
      f32x4.mul
      local.set 246
      local.get 110
      local.get 239
      f32x4.mul
      local.set 247
      local.get 110
      local.get 240
      f32x4.mul
      local.set 248
      local.get 245
      local.get 115
      f32x4.add
      local.set 249
      local.get 246
      local.get 115
      f32x4.add
      local.set 250
      local.get 247
      local.get 115
      f32x4.add
      local.set 251
      local.get 248
      local.get 115
      f32x4.add
      local.set 252
      local.get 249
      local.get 237
      f32x4.mul
      local.set 253
      local.get 250
      local.get 238
      f32x4.mul
      local.set 254
      local.get 251
      local.get 239
      f32x4.mul
      local.set 255
      local.get 252
      local.get 240
      f32x4.mul
      local.set 256
      local.get 253
      local.get 124
      f32x4.add
      local.set 257
      local.get 254
      local.get 124
      f32x4.add
      local.set 258
      local.get 255
      local.get 124
      f32x4.add
      local.set 259
      local.get 256
      local.get 124
      f32x4.add
      local.set 260
      local.get 257
      local.get 237
      f32x4.mul
      local.set 261
      local.get 258
      local.get 238
      f32x4.mul
      local.set 262
      local.get 259
      local.get 239
      f32x4.mul
      local.set 263
      local.get 260
      local.get 240
      f32x4.mul
      local.set 264
      local.get 261
      local.get 133
      f32x4.add
      local.set 265
      local.get 262
      local.get 133
      f32x4.add
      local.set 266
      local.get 263
      local.get 133
      f32x4.add
      local.set 267
      local.get 264
      local.get 133
      f32x4.add
      local.set 268
      local.get 265
      local.get 237
      f32x4.mul
      local.set 269
      local.get 266
      local.get 238
      f32x4.mul
      local.set 270
      local.get 267
      local.get 239
      f32x4.mul
      local.set 271
      local.get 268
      local.get 240
      f32x4.mul
      local.set 272
      local.get 269
      local.get 142
      f32x4.add
      local.set 273
      local.get 270
      local.get 142
      f32x4.add
      local.set 274
      local.get 271
      local.get 142
      f32x4.add
      local.set 275
      local.get 272
      local.get 142
      f32x4.add
      local.set 276
      local.get 241
      local.get 273
      f32x4.mul
      local.set 277
      local.get 242
      local.get 274
      f32x4.mul
      local.set 278
      local.get 243
      local.get 275
      f32x4.mul
      local.set 279
      local.get 244
      local.get 276
      f32x4.mul
      local.set 280
      local.get 277
      local.get 237
      f32x4.add
      local.set 281
      local.get 278
      local.get 238
      f32x4.add
      local.set 282
      local.get 279
      local.get 239
      f32x4.add
      local.set 283
      local.get 280
      local.get 240
      f32x4.add
      local.set 284
      local.get 281
      local.get 155
      f32x4.add
      local.set 285
      local.get 282
      local.get 155
      f32x4.add
      local.set 286
      local.get 283
      local.get 155
      f32x4.add
      local.set 287
      local.get 284
      local.get 155
      f32x4.add
      local.set 288
      local.get 217
      i32.const 1
      i32x4.shr_s
      local.set 289
      local.get 218
      i32.const 1
      i32x4.shr_s
      local.set 290
      local.get 219
      i32.const 1
      i32x4.shr_s
      local.set 291
      local.get 220
      i32.const 1
      i32x4.shr_s
      local.set 292
      local.get 289
      i32.const 23
      i32x4.shl
      local.set 293
      local.get 290
      i32.const 23
      i32x4.shl
      local.set 294
      local.get 291
      i32.const 23
      i32x4.shl
      local.set 295
      local.get 292
      i32.const 23
      i32x4.shl
      local.set 296
      local.get 285
      local.get 293
      f32x4.mul
      local.set 297
      local.get 286
      local.get 294
      f32x4.mul
      local.set 298
      local.get 287
      local.get 295
      f32x4.mul
      local.set 299
      local.get 288
      local.get 296
      f32x4.mul
      local.set 300
      local.get 217
      local.get 289
      i32x4.sub
      local.set 301
      local.get 218
      local.get 290
      i32x4.sub
      local.set 302
      local.get 219
      local.get 291
      i32x4.sub
      local.set 303
      local.get 220
      local.get 292
      i32x4.sub
      local.set 304
      local.get 301
      i32.const 23
      i32x4.shl
      local.set 305
      local.get 302
      i32.const 23
      i32x4.shl
      local.set 306
      local.get 303
      i32.const 23
      i32x4.shl
      local.set 307
      local.get 304
      i32.const 23
      i32x4.shl
      local.set 308
      local.get 297
      local.get 305
      f32x4.mul
      local.set 309
      local.get 298
      local.get 306
      f32x4.mul
      local.set 310
      local.get 299
      local.get 307
      f32x4.mul
      local.set 311
      local.get 300
      local.get 308
      f32x4.mul
      local.set 312
      local.get 309
      local.set 313
      local.get 310
      local.set 314
      local.get 311
      local.set 315
      local.get 312
      local.set 316
      local.get 313
      local.get 318
      f32x4.div
      local.set 317
      local.get 314
      local.get 318
      f32x4.div
      local.set 319
      local.get 315
      local.get 318
      f32x4.div
      local.set 320
      local.get 316
      local.get 318
      f32x4.div
      local.set 321
      local.get 323
      local.get 195
      i32.add
      local.set 322
      local.get 322
      local.get 317
      v128.store
      local.get 322
      local.get 319
      v128.store offset=16
      local.get 322
      local.get 320
      v128.store offset=32
      local.get 322
      local.get 321
      v128.store offset=48
      local.get 195
      i32.const 64
      i32.add
      local.tee 195
      i32.const 384
      i32.lt_u
      br_if 0
    end
    loop
      local.get 323
      local.get 195
      i32.add
      local.get 25
      local.get 195
      i32.add
      v128.load
      local.get 59
      f32x4.sub
      local.tee 325
      local.get 64
      f32x4.pmax
      local.tee 326
      local.get 69
      f32x4.pmin
      local.tee 327
      local.get 327
      local.get 74
      f32x4.mul
      local.get 79
      f32x4.add
      local.tee 328
      local.get 79
      f32x4.sub
      local.tee 329
      local.get 88
      f32x4.mul
      f32x4.sub
      local.get 329
      local.get 97
      f32x4.mul
      f32x4.sub
      local.tee 330
      local.get 330
      f32x4.mul
      local.get 110
      local.get 330
      f32x4.mul
      local.get 115
      f32x4.add
      local.get 330
      f32x4.mul
      local.get 124
      f32x4.add
      local.get 330
      f32x4.mul
      local.get 133
      f32x4.add
      local.get 330
      f32x4.mul
      local.get 142
      f32x4.add
      f32x4.mul
      local.get 330
      f32x4.add
      local.get 155
      f32x4.add
      local.get 328
      i32.const 1
      i32x4.shr_s
      local.tee 331
      i32.const 23
      i32x4.shl
      f32x4.mul
      local.get 328
      local.get 331
      i32x4.sub
      i32.const 23
      i32x4.shl
      f32x4.mul
      local.get 318
      f32x4.div
      v128.store
      local.get 195
      i32.const 16
      i32.add
      local.tee 195
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
