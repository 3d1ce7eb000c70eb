import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals f32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 f32 i32 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128
  v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
  local.set 7
  local.get 0
  i32.load
  local.set 18
  v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
  local.set 31
  v128.const i32x4 0xc2d00000 0xc2d00000 0xc2d00000 0xc2d00000
  local.set 46
  v128.const i32x4 0x42b20000 0x42b20000 0x42b20000 0x42b20000
  local.set 51
  v128.const i32x4 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b
  local.set 56
  v128.const i32x4 0x4b4000fe 0x4b4000fe 0x4b4000fe 0x4b4000fe
  local.set 61
  v128.const i32x4 0x3f317200 0x3f317200 0x3f317200 0x3f317200
  local.set 70
  v128.const i32x4 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e
  local.set 79
  v128.const i32x4 0x3ab56803 0x3ab56803 0x3ab56803 0x3ab56803
  local.set 92
  v128.const i32x4 0x3c0915f1 0x3c0915f1 0x3c0915f1 0x3c0915f1
  local.set 97
  v128.const i32x4 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb
  local.set 106
  v128.const i32x4 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55
  local.set 115
  v128.const i32x4 0x3effffff 0x3effffff 0x3effffff 0x3effffff
  local.set 124
  v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
  local.set 137
  local.get 0
  i32.load offset=4
  local.set 306
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
    local.get 18
    local.get 2
    i32.const 400
    i32.mul
    local.tee 19
    i32.add
    local.set 17
    loop
      local.get 17
      local.get 5
      i32.add
      local.set 16
      local.get 16
      v128.load
      local.set 15
      local.get 16
      v128.load offset=16
      local.set 20
      local.get 16
      v128.load offset=32
      local.set 21
      local.get 16
      v128.load offset=48
      local.set 22
      local.get 16
      v128.load offset=64
      local.set 23
      local.get 16
      v128.load offset=80
      local.set 24
      local.get 16
      v128.load offset=96
      local.set 25
      local.get 16
      v128.load offset=112
      local.set 26
      local.get 6
      local.get 15
      f32x4.max
      local.set 6
      local.get 8
      local.get 20
      f32x4.max
      local.set 8
      local.get 9
      local.get 21
      f32x4.max
      local.set 9
      local.get 10
      local.get 22
      f32x4.max
      local.set 10
      local.get 11
      local.get 23
      f32x4.max
      local.set 11
      local.get 12
      local.get 24
      f32x4.max
      local.set 12
      local.get 13
      local.get 25
      f32x4.max
      local.set 13
      local.get 14
      local.get 26
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
      local.get 17
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
    local.set 27
    local.get 6
    local.get 27
    f32x4.max
    local.set 6
    local.get 6
    local.get 6
    i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11
    local.set 27
    local.get 6
    local.get 27
    f32x4.max
    local.set 6
    local.get 6
    f32x4.extract_lane 0
    local.set 4
    f32.const 0
    local.set 28
    i32.const 0
    local.set 29
    local.get 31
    local.set 30
    local.get 31
    local.set 32
    local.get 31
    local.set 33
    local.get 31
    local.set 34
    local.get 4
    f32x4.splat
    local.set 41
    loop
      local.get 17
      local.get 29
      i32.add
      local.set 36
      local.get 36
      v128.load
      local.set 35
      local.get 36
      v128.load offset=16
      local.set 37
      local.get 36
      v128.load offset=32
      local.set 38
      local.get 36
      v128.load offset=48
      local.set 39
      local.get 35
      local.get 41
      f32x4.sub
      local.set 40
      local.get 37
      local.get 41
      f32x4.sub
      local.set 42
      local.get 38
      local.get 41
      f32x4.sub
      local.set 43
      local.get 39
      local.get 41
      f32x4.sub
      local.set 44
      local.get 40
      local.get 46
      f32x4.pmax
      local.set 45
      local.get 42
      local.get 46
      f32x4.pmax
      local.set 47
      local.get 43
      local.get 46
      f32x4.pmax
      local.set 48
      local.get 44
      local.get 46
      f32x4.pmax
      local.set 49
      local.get 45
      local.get 51
      f32x4.pmin
      local.set 50
      local.get 47
      local.get 51
      f32x4.pmin
      local.set 52
      local.get 48
      local.get 51
      f32x4.pmin
      local.set 53
      local.get 49
      local.get 51
      f32x4.pmin
      local.set 54
      local.get 50
      local.get 56
      f32x4.mul
      local.set 55
      local.get 52
      local.get 56
      f32x4.mul
      local.set 57
      local.get 53
      local.get 56
      f32x4.mul
      local.set 58
      local.get 54
      local.get 56
      f32x4.mul
      local.set 59
      local.get 55
      local.get 61
      f32x4.add
      local.set 60
      local.get 57
      local.get 61
      f32x4.add
      local.set 62
      local.get 58
      local.get 61
      f32x4.add
      local.set 63
      local.get 59
      local.get 61
      f32x4.add
      local.set 64
      local.get 60
      local.get 61
      f32x4.sub
      local.set 65
      local.get 62
      local.get 61
      f32x4.sub
      local.set 66
      local.get 63
      local.get 61
      f32x4.sub
      local.set 67
      local.get 64
      local.get 61
      f32x4.sub
      local.set 68
      local.get 65
      local.get 70
      f32x4.mul
      local.set 69
      local.get 66
      local.get 70
      f32x4.mul
      local.set 71
      local.get 67
      local.get 70
      f32x4.mul
      local.set 72
      local.get 68
      local.get 70
      f32x4.mul
      local.set 73
      local.get 50
      local.get 69
      f32x4.sub
      local.set 74
      local.get 52
      local.get 71
      f32x4.sub
      local.set 75
      local.get 53
      local.get 72
      f32x4.sub
      local.set 76
      local.get 54
      local.get 73
      f32x4.sub
      local.set 77
      local.get 65
      local.get 79
      f32x4.mul
      local.set 78
      local.get 66
      local.get 79
      f32x4.mul
      local.set 80
      local.get 67
      local.get 79
      f32x4.mul
      local.set 81
      local.get 68
      local.get 79
      f32x4.mul
      local.set 82
      local.get 74
      local.get 78
      f32x4.sub
      local.set 83
      local.get 75
      local.get 80
      f32x4.sub
      local.set 84
      local.get 76
      local.get 81
      f32x4.sub
      local.set 85
      local.get 77
      local.get 82
      f32x4.sub
      local.set 86
      local.get 83
      local.get 83
      f32x4.mul
      local.set 87
      local.get 84
      local.get 84
      f32x4.mul
      local.set 88
      local.get 85
      local.get 85
      f32x4.mul
      local.set 89
      local.get 86
      local.get 86
      f32x4.mul
      local.set 90
      local.get 92
      local.get 83
      f32x4.mul
      local.set 91
      local.get 92
      local.get 84
      f32x4.mul
      local.set 93
      local.get 92
      local.get 85
      f32x4.mul
      local.set 94
      local.get 92
      local.get 86
      f32x4.mul
      local.set 95
      local.get 91
      local.get 97
      f32x4.add
      local.set 96
      local.get 93
      local.get 97
      f32x4.add
      local.set 98
      local.get 94
      local.get 97
      f32x4.add
      local.set 99
      local.get 95
      local.get 97
      f32x4.add
      local.set 100
      local.get 96
      local.get 83
      f32x4.mul
      local.set 101
      local.get 98
      local.get 84
      f32x4.mul
      local.set 102
      local.get 99
      local.get 85
      f32x4.mul
      local.set 103
      local.get 100
      local.get 86
      f32x4.mul
      local.set 104
      local.get 101
      local.get 106
      f32x4.add
      local.set 105
      local.get 102
      local.get 106
      f32x4.add
      local.set 107
      local.get 103
      local.get 106
      f32x4.add
      local.set 108
      local.get 104
      local.get 106
      f32x4.add
      local.set 109
      local.get 105
      local.get 83
      f32x4.mul
      local.set 110
      local.get 107
      local.get 84
      f32x4.mul
      local.set 111
      local.get 108
      local.get 85
      f32x4.mul
      local.set 112
      local.get 109
      local.get 86
      f32x4.mul
      local.set 113
      local.get 110
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
      local.get 83
      f32x4.mul
      local.set 119
      local.get 116
      local.get 84
      f32x4.mul
      local.set 120
      local.get 117
      local.get 85
      f32x4.mul
      local.set 121
      local.get 118
      local.get 86
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
      local.get 87
      local.get 123
      f32x4.mul
      local.set 128
      local.get 88
      local.get 125
      f32x4.mul
      local.set 129
      local.get 89
      local.get 126
      f32x4.mul
      local.set 130
      local.get 90
      local.get 127
      f32x4.mul
      local.set 131
      local.get 128
      local.get 83
      f32x4.add
      local.set 132
      local.get 129
      local.get 84
      f32x4.add
      local.set 133
      local.get 130
      local.get 85
      f32x4.add
      local.set 134
      local.get 131
      local.get 86
      f32x4.add
      local.set 135
      local.get 132
      local.get 137
      f32x4.add
      local.set 136
      local.get 133
      local.get 137
      f32x4.add
      local.set 138
      local.get 134
      local.get 137
      f32x4.add
      local.set 139
      local.get 135
      local.get 137
      f32x4.add
      local.set 140
      local.get 60
      i32.const 1
      i32x4.shr_s
      local.set 141
      local.get 62
      i32.const 1
      i32x4.shr_s
      local.set 142
      local.get 63
      i32.const 1
      i32x4.shr_s
      local.set 143
      local.get 64
      i32.const 1
      i32x4.shr_s
      local.set 144
      local.get 141
      i32.const 23
      i32x4.shl
      local.set 145
      local.get 142
      i32.const 23
      i32x4.shl
      local.set 146
      local.get 143
      i32.const 23
      i32x4.shl
      local.set 147
      local.get 144
      i32.const 23
      i32x4.shl
      local.set 148
      local.get 136
      local.get 145
      f32x4.mul
      local.set 149
      local.get 138
      local.get 146
      f32x4.mul
      local.set 150
      local.get 139
      local.get 147
      f32x4.mul
      local.set 151
      local.get 140
      local.get 148
      f32x4.mul
      local.set 152
      local.get 60
      local.get 141
      i32x4.sub
      local.set 153
      local.get 62
      local.get 142
      i32x4.sub
      local.set 154
      local.get 63
      local.get 143
      i32x4.sub
      local.set 155
      local.get 64
      local.get 144
      i32x4.sub
      local.set 156
      local.get 153
      i32.const 23
      i32x4.shl
      local.set 157
      local.get 154
      i32.const 23
      i32x4.shl
      local.set 158
      local.get 155
      i32.const 23
      i32x4.shl
      local.set 159
      local.get 156
      i32.const 23
      i32x4.shl
      local.set 160
      local.get 149
      local.get 157
      f32x4.mul
      local.set 161
      local.get 150
      local.get 158
      f32x4.mul
      local.set 162
      local.get 151
      local.get 159
      f32x4.mul
      local.set 163
      local.get 152
      local.get 160
      f32x4.mul
      local.set 164
      local.get 161
      local.set 165
      local.get 162
      local.set 166
      local.get 163
      local.set 167
      local.get 164
      local.set 168
      local.get 30
      local.get 165
      f32x4.add
      local.set 30
      local.get 32
      local.get 166
      f32x4.add
      local.set 32
      local.get 33
      local.get 167
      f32x4.add
      local.set 33
      local.get 34
      local.get 168
      f32x4.add
      local.set 34
      local.get 29
      i32.const 64
      i32.add
      local.tee 29
      i32.const 384
      i32.lt_u
      br_if 0
    end
    local.get 30
    local.get 32
    f32x4.add
    local.set 30
    local.get 33
    local.get 34
    f32x4.add
    local.set 33
    local.get 30
    local.get 33
    f32x4.add
    local.set 30
    loop
      local.get 30
      local.get 17
      local.get 29
      i32.add
      v128.load
      local.get 41
      f32x4.sub
      local.tee 169
      local.get 46
      f32x4.pmax
      local.tee 170
      local.get 51
      f32x4.pmin
      local.tee 171
      local.get 171
      local.get 56
      f32x4.mul
      local.get 61
      f32x4.add
      local.tee 172
      local.get 61
      f32x4.sub
      local.tee 173
      local.get 70
      f32x4.mul
      f32x4.sub
      local.get 173
      local.get 79
      f32x4.mul
      f32x4.sub
      local.tee 174
      local.get 174
      f32x4.mul
      local.get 92
      local.get 174
      f32x4.mul
      local.get 97
      f32x4.add
      local.get 174
      f32x4.mul
      local.get 106
      f32x4.add
      local.get 174
      f32x4.mul
      local.get 115
      f32x4.add
      local.get 174
      f32x4.mul
      local.get 124
      f32x4.add
      f32x4.mul
      local.get 174
      f32x4.add
      local.get 137
      f32x4.add
      local.get 172
      i32.const 1
      i32x4.shr_s
      local.tee 175
      i32.const 23
      i32x4.shl
      f32x4.mul
      local.get 172
      local.get 175
      i32x4.sub
      i32.const 23
      i32x4.shl
      f32x4.mul
      f32x4.add
      local.set 30
      local.get 29
      i32.const 16
      i32.add
      local.tee 29
      i32.const 400
      i32.lt_u
      br_if 0
    end
    local.get 30
    local.get 30
    i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
    local.set 176
    local.get 30
    local.get 176
    f32x4.add
    local.set 30
    local.get 30
    local.get 30
    i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11
    local.set 176
    local.get 30
    local.get 176
    f32x4.add
    local.set 30
    local.get 30
    f32x4.extract_lane 0
    local.set 28
    i32.const 0
    local.set 177
    local.get 28
    f32x4.splat
    local.set 300
    local.get 306
    local.get 19
    i32.add
    local.set 305
    loop
      local.get 17
      local.get 177
      i32.add
      local.set 179
      local.get 179
      v128.load
      local.set 178
      local.get 179
      v128.load offset=16
      local.set 180
      local.get 179
      v128.load offset=32
      local.set 181
      local.get 179
      v128.load offset=48
      local.set 182
      local.get 178
      local.get 41
      f32x4.sub
      local.set 183
      local.get 180
      local.get 41
      f32x4.sub
      local.set 184
      local.get 181
      local.get 41
      f32x4.sub
      local.set 185
      local.get 182
      local.get 41
      f32x4.sub
      local.set 186
      local.get 183
      local.get 46
      f32x4.pmax
      local.set 187
      local.get 184
      local.get 46
      f32x4.pmax
      local.set 188
      local.get 185
      local.get 46
      f32x4.pmax
      local.set 189
      local.get 186
      local.get 46
      f32x4.pmax
      local.set 190
      local.get 187
      local.get 51
      f32x4.pmin
      local.set 191
      local.get 188
      local.get 51
      f32x4.pmin
      local.set 192
      local.get 189
      local.get 51
      f32x4.pmin
      local.set 193
      local.get 190
      local.get 51
      f32x4.pmin
      local.set 194
      local.get 191
      local.get 56
      f32x4.mul
      local.set 195
      local.get 192
      local.get 56
      f32x4.mul
      local.set 196
      local.get 193
      local.get 56
      f32x4.mul
      local.set 197
      local.get 194
      local.get 56
      f32x4.mul
      local.set 198
      local.get 195
      local.get 61
      f32x4.add
      local.set 199
      local.get 196
      local.get 61
      f32x4.add
      local.set 200
      local.get 197
      local.get 61
      f32x4.add
      local.set 201
      local.get 198
      local.get 61
      f32x4.add
      local.set 202
      local.get 199
      local.get 61
      f32x4.sub
      local.set 203
      local.get 200
      local.get 61
      f32x4.sub
      local.set 204
      local.get 201
      local.get 61
      f32x4.sub
      local.set 205
      local.get 202
      local.get 61
      f32x4.sub
      local.set 206
      local.get 203
      local.get 70
      f32x4.mul
      local.set 207
      local.get 204
      local.get 70
      f32x4.mul
      local.set 208
      local.get 205
      local.get 70
      f32x4.mul
      local.set 209
      local.get 206
      local.get 70
      f32x4.mul
      local.set 210
      local.get 191
      local.get 207
      f32x4.sub
      local.set 211
      local.get 192
      local.get 208
      f32x4.sub
      local.set 212
      local.get 193
      local.get 209
      f32x4.sub
      local.set 213
      local.get 194
      local.get 210
      f32x4.sub
      local.set 214
      local.get 203
      local.get 79
      f32x4.mul
      local.set 215
      local.get 204
      local.get 79
      f32x4.mul
      local.set 216
      local.get 205
      local.get 79
      f32x4.mul
      local.set 217
      local.get 206
      local.get 79
      f32x4.mul
      local.set 218
      local.get 211
      local.get 215
      f32x4.sub
      local.set 219
      local.get 212
      local.get 216
      f32x4.sub
      local.set 220
      local.get 213
      local.get 217
      f32x4.sub
      local.set 221
      local.get 214
      local.get 218
      f32x4.sub
      local.set 222
      local.get 219
      local.get 219
      f32x4.mul
      local.set 223
      local.get 220
      local.get 220
      f32x4.mul
      local.set 224
      local.get 221
      local.get 221
      f32x4.mul
      local.set 225
      local.get 222
      local.get 222
      f32x4.mul
      local.set 226
      local.get 92
      local.get 219
      f32x4.mul
      local.set 227
      local.get 92
      local.get 220
      f32x4.mul
      local.set 228
      local.get 92
      local.get 221
      f32x4.mul
      local.set 229
      local.get 92
      local.get 222
      f32x4.mul
      local.set 230
      local.get 227
      local.get 97
      f32x4.add
      local.set 231
      local.get 228
      local.get 97
      f32x4.add
      local.set 232
      local.get 229
      local.get 97
      f32x4.add
      local.set 233
      local.get 230
      local.get 97
      f32x4.add
      local.set 234
      local.get 231
      local.get 219
      f32x4.mul
      local.set 235
      local.get 232
      local.get 220
      f32x4.mul
      local.set 236
      local.get 233
      local.get 221
      f32x4.mul
      local.set 237
      local.get 234
      local.get 222
      f32x4.mul
      local.set 238
      local.get 235
      local.get 106
      f32x4.add
      local.set 239
      local.get 236
      local.get 106
      f32x4.add
      local.set 240
      local.get 237
      local.get 106
      f32x4.add
      local.set 241
      local.get 238
      local.get 106
      f32x4.add
      local.set 242
      local.get 239
      local.get 219
      f32x4.mul
      local.set 243
      local.get 240
      local.get 220
      f32x4.mul
      local.set 244
      local.get 241
      local.get 221
      f32x4.mul
      local.set 245
      local.get 242
      local.get 222
      f32x4.mul
      local.set 246
      local.get 243
      local.get 115
      f32x4.add
      local.set 247
      local.get 244
      local.get 115
      f32x4.add
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
      local.get 219
      f32x4.mul
      local.set 251
      local.get 248
      local.get 220
      f32x4.mul
      local.set 252
      local.get 249
      local.get 221
      f32x4.mul
      local.set 253
      local.get 250
      local.get 222
      f32x4.mul
      local.set 254
      local.get 251
      local.get 124
      f32x4.add
      local.set 255
      local.get 252
      local.get 124
      f32x4.add
      local.set 256
      local.get 253
      local.get 124
      f32x4.add
      local.set 257
      local.get 254
      local.get 124
      f32x4.add
      local.set 258
      local.get 223
      local.get 255
      f32x4.mul
      local.set 259
      local.get 224
      local.get 256
      f32x4.mul
      local.set 260
      local.get 225
      local.get 257
      f32x4.mul
      local.set 261
      local.get 226
      local.get 258
      f32x4.mul
      local.set 262
      local.get 259
      local.get 219
      f32x4.add
      local.set 263
      local.get 260
      local.get 220
      f32x4.add
      local.set 264
      local.get 261
      local.get 221
      f32x4.add
      local.set 265
      local.get 262
      local.get 222
      f32x4.add
      local.set 266
      local.get 263
      local.get 137
      f32x4.add
      local.set 267
      local.get 264
      local.get 137
      f32x4.add
      local.set 268
      local.get 265
      local.get 137
      f32x4.add
      local.set 269
      local.get 266
      local.get 137
      f32x4.add
      local.set 270
      local.get 199
      i32.const 1
      i32x4.shr_s
      local.set 271
      local.get 200
      i32.const 1
      i32x4.shr_s
      local.set 272
      local.get 201
      i32.const 1
      i32x4.shr_s
      local.set 273
      local.get 202
      i32.const 1
      i32x4.shr_s
      local.set 274
      local.get 271
      i32.const 23
      i32x4.shl
      local.set 275
      local.get 272
      i32.const 23
      i32x4.shl
      local.set 276
      local.get 273
      i32.const 23
      i32x4.shl
      local.set 277
      local.get 274
      i32.const 23
      i32x4.shl
      local.set 278
      local.get 267
      local.get 275
      f32x4.mul
      local.set 279
      local.get 268
      local.get 276
      f32x4.mul
      local.set 280
      local.get 269
      local.get 277
      f32x4.mul
      local.set 281
      local.get 270
      local.get 278
      f32x4.mul
      local.set 282
      local.get 199
      local.get 271
      i32x4.sub
      local.set 283
      local.get 200
      local.get 272
      i32x4.sub
      local.set 284
      local.get 201
      local.get 273
      i32x4.sub
      local.set 285
      local.get 202
      local.get 274
      i32x4.sub
      local.set 286
      local.get 283
      i32.const 23
      i32x4.shl
      local.set 287
      local.get 284
      i32.const 23
      i32x4.shl
      local.set 288
      local.get 285
      i32.const 23
      i32x4.shl
      local.set 289
      local.get 286
      i32.const 23
      i32x4.shl
      local.set 290
      local.get 279
      local.get 287
      f32x4.mul
      local.set 291
      local.get 280
      local.get 288
      f32x4.mul
      local.set 292
      local.get 281
      local.get 289
      f32x4.mul
      local.set 293
      local.get 282
      local.get 290
      f32x4.mul
      local.set 294
      local.get 291
      local.set 295
      local.get 292
      local.set 296
      local.get 293
      local.set 297
      local.get 294
      local.set 298
      local.get 295
      local.get 300
      f32x4.div
      local.set 299
      local.get 296
      local.get 300
      f32x4.div
      local.set 301
      local.get 297
      local.get 300
      f32x4.div
      local.set 302
      local.get 298
      local.get 300
      f32x4.div
      local.set 303
      local.get 305
      local.get 177
      i32.add
      local.set 304
      local.get 304
      local.get 299
      v128.store
      local.get 304
      local.get 301
      v128.store offset=16
      local.get 304
      local.get 302
      v128.store offset=32
      local.get 304
      local.get 303
      v128.store offset=48
      local.get 177
      i32.const 64
      i32.add
      local.tee 177
      i32.const 384
      i32.lt_u
      br_if 0
    end
    loop
      local.get 305
      local.get 177
      i32.add
      local.get 17
      local.get 177
      i32.add
      v128.load
      local.get 41
      f32x4.sub
      local.tee 307
      local.get 46
      f32x4.pmax
      local.tee 308
      local.get 51
      f32x4.pmin
      local.tee 309
      local.get 309
      local.get 56
      f32x4.mul
      local.get 61
      f32x4.add
      local.tee 310
      local.get 61
      f32x4.sub
      local.tee 311
      local.get 70
      f32x4.mul
      f32x4.sub
      local.get 311
      local.get 79
      f32x4.mul
      f32x4.sub
      local.tee 312
      local.get 312
      f32x4.mul
      local.get 92
      local.get 312
      f32x4.mul
      local.get 97
      f32x4.add
      local.get 312
      f32x4.mul
      local.get 106
      f32x4.add
      local.get 312
      f32x4.mul
      local.get 115
      f32x4.add
      local.get 312
      f32x4.mul
      local.get 124
      f32x4.add
      f32x4.mul
      local.get 312
      f32x4.add
      local.get 137
      f32x4.add
      local.get 310
      i32.const 1
      i32x4.shr_s
      local.tee 313
      i32.const 23
      i32x4.shl
      f32x4.mul
      local.get 310
      local.get 313
      i32x4.sub
      i32.const 23
      i32x4.shl
      f32x4.mul
      local.get 300
      f32x4.div
      v128.store
      local.get 177
      i32.const 16
      i32.add
      local.tee 177
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
