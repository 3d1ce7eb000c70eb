import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 i32 i32 i32 i32 v128 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 i32 f32 f32 f32 f32 f32 f32 f32 i32 i32
  local.get 0
  i32.load offset=20
  local.set 6
  i32.const 1024
  local.set 8
  local.get 0
  i32.load
  local.set 15
  v128.const i32x4 0x3d372713 0x3d372713 0x3d372713 0x3d372713
  local.set 29
  v128.const i32x4 0x3fcc422a 0x3fcc422a 0x3fcc422a 0x3fcc422a
  local.set 38
  v128.const i32x4 0x7fffffff 0x7fffffff 0x7fffffff 0x7fffffff
  local.set 46
  v128.const i32x4 0x42ae0000 0x42ae0000 0x42ae0000 0x42ae0000
  local.set 47
  v128.const i32x4 0xc2d00000 0xc2d00000 0xc2d00000 0xc2d00000
  local.set 49
  v128.const i32x4 0x42b20000 0x42b20000 0x42b20000 0x42b20000
  local.set 54
  v128.const i32x4 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b
  local.set 59
  v128.const i32x4 0x4b4000fe 0x4b4000fe 0x4b4000fe 0x4b4000fe
  local.set 64
  v128.const i32x4 0x3f317200 0x3f317200 0x3f317200 0x3f317200
  local.set 73
  v128.const i32x4 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e
  local.set 82
  v128.const i32x4 0x3ab56803 0x3ab56803 0x3ab56803 0x3ab56803
  local.set 95
  v128.const i32x4 0x3c0915f1 0x3c0915f1 0x3c0915f1 0x3c0915f1
  local.set 100
  v128.const i32x4 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb
  local.set 109
  v128.const i32x4 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55
  local.set 118
  v128.const i32x4 0x3effffff 0x3effffff 0x3effffff 0x3effffff
  local.set 127
  v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
  local.set 140
  local.get 0
  i32.load offset=4
  local.set 182
  v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
  local.set 188
  loop
    i32.const 0
    local.get 6
    local.get 2
    i32.const 1024
    i32.mul
    local.tee 7
    i32.sub
    local.set 5
    local.get 5
    local.get 8
    local.get 5
    local.get 8
    i32.lt_s
    select
    local.set 4
    local.get 4
    i32.lt_s
    local.get 15
    local.get 2
    i32.const 4096
    i32.mul
    local.tee 16
    i32.add
    local.set 14
    local.get 182
    local.get 16
    i32.add
    local.set 181
    if
      local.get 4
      i32.const 2
      i32.shl
      local.set 10
      i32.const 0
      local.set 9
      local.get 10
      i32.const -64
      i32.and
      local.set 11
      local.get 9
      local.get 11
      i32.lt_u
      if
        loop
          local.get 14
          local.get 9
          i32.add
          local.set 13
          local.get 13
          v128.load
          local.set 12
          local.get 13
          v128.load offset=16
          local.set 17
          local.get 13
          v128.load offset=32
          local.set 18
          local.get 13
          v128.load offset=48
          local.set 19
          local.get 12
          local.get 12
          f32x4.mul
          local.set 20
          local.get 17
          local.get 17
          f32x4.mul
          local.set 21
          local.get 18
          local.get 18
          f32x4.mul
          local.set 22
          local.get 19
          local.get 19
          f32x4.mul
          local.set 23
          local.get 12
          local.get 20
          f32x4.mul
          local.set 24
          local.get 17
          local.get 21
          f32x4.mul
          local.set 25
          local.get 18
          local.get 22
          f32x4.mul
          local.set 26
          local.get 19
          local.get 23
          f32x4.mul
          local.set 27
          local.get 29
          local.get 24
          f32x4.mul
          local.set 28
          local.get 29
          local.get 25
          f32x4.mul
          local.set 30
          local.get 29
          local.get 26
          f32x4.mul
          local.set 31
          local.get 29
          local.get 27
          f32x4.mul
          local.set 32
          local.get 12
          local.get 28
          f32x4.add
          local.set 33
          local.get 17
          local.get 30
          f32x4.add
          local.set 34
          local.get 18
          local.get 31
          f32x4.add
          local.set 35
          local.get 19
          local.get 32
          f32x4.add
          local.set 36
          local.get 38
          local.get 33
          f32x4.mul
          local.set 37
          local.get 38
          local.get 34
          f32x4.mul
          local.set 39
          local.get 38
          local.get 35
          f32x4.mul
          local.set 40
          local.get 38
          local.get 36
          f32x4.mul
          local.set 41
          local.get 37
          f32x4.neg
          local.set 42
          local.get 39
          f32x4.neg
          local.set 43
          local.get 40
          f32x4.neg
          local.set 44
          local.get 41
          f32x4.neg
          local.set 45
          local.get 42
          local.get 46
          v128.and
          local.get 43
          local.get 46
          v128.and
          i32x4.max_s
          local.get 44
          local.get 46
          v128.and
          i32x4.max_s
          local.get 45
          local.get 46
          v128.and
          i32x4.max_s
          local.get 47
          i32x4.gt_s
          v128.any_true
          if
            local.get 42
            local.get 49
            f32x4.pmax
            local.set 48
            local.get 43
            local.get 49
            f32x4.pmax
            local.set 50
            local.get 44
            local.get 49
            f32x4.pmax
            local.set 51
            local.get 45
            local.get 49
            f32x4.pmax
            local.set 52
            local.get 48
            local.get 54
            f32x4.pmin
            local.set 53
            local.get 50
            local.get 54
            f32x4.pmin
            local.set 55
            local.get 51
            local.get 54
            f32x4.pmin
            local.set 56
            local.get 52
            local.get 54
            f32x4.pmin
            local.set 57
            local.get 53
            local.get 59
            f32x4.mul
            local.set 58
            local.get 55
            local.get 59
            f32x4.mul
            local.set 60
            local.get 56
            local.get 59
            f32x4.mul
            local.set 61
            local.get 57
            local.get 59
            f32x4.mul
            local.set 62
            local.get 58
            local.get 64
            f32x4.add
            local.set 63
            local.get 60
            local.get 64
            f32x4.add
            local.set 65
            local.get 61
            local.get 64
            f32x4.add
            local.set 66
            local.get 62
            local.get 64
            f32x4.add
            local.set 67
            local.get 63
            local.get 64
            f32x4.sub
            local.set 68
            local.get 65
            local.get 64
            f32x4.sub
            local.set 69
            local.get 66
            local.get 64
            f32x4.sub
            local.set 70
            local.get 67
            local.get 64
            f32x4.sub
            local.set 71
            local.get 68
            local.get 73
            f32x4.mul
            local.set 72
            local.get 69
            local.get 73
            f32x4.mul
            local.set 74
            local.get 70
            local.get 73
            f32x4.mul
            local.set 75
            local.get 71
            local.get 73
            f32x4.mul
            local.set 76
            local.get 53
            local.get 72
            f32x4.sub
            local.set 77
            local.get 55
            local.get 74
            f32x4.sub
            local.set 78
            local.get 56
            local.get 75
            f32x4.sub
            local.set 79
            local.get 57
            local.get 76
            f32x4.sub
            local.set 80
            local.get 68
            local.get 82
            f32x4.mul
            local.set 81
            local.get 69
            local.get 82
            f32x4.mul
            local.set 83
            local.get 70
            local.get 82
            f32x4.mul
            local.set 84
            local.get 71
            local.get 82
            f32x4.mul
            local.set 85
            local.get 77
            local.get 81
            f32x4.sub
            local.set 86
            local.get 78
            local.get 83
            f32x4.sub
            local.set 87
            local.get 79
            local.get 84
            f32x4.sub
            local.set 88
            local.get 80
            local.get 85
            f32x4.sub
            local.set 89
            local.get 86
            local.get 86
            f32x4.mul
            local.set 90
            local.get 87
            local.get 87
            f32x4.mul
            local.set 91
            local.get 88
            local.get 88
            f32x4.mul
            local.set 92
            local.get 89
            local.get 89
            f32x4.mul
            local.set 93
            local.get 95
            local.get 86
            f32x4.mul
            local.set 94
            local.get 95
            local.get 87
            f32x4.mul
            local.set 96
            local.get 95
            local.get 88
            f32x4.mul
            local.set 97
            local.get 95
            local.get 89
            f32x4.mul
            local.set 98
            local.get 94
            local.get 100
            f32x4.add
            local.set 99
            local.get 96
            local.get 100
            f32x4.add
            local.set 101
            local.get 97
            local.get 100
            f32x4.add
            local.set 102
            local.get 98
            local.get 100
            f32x4.add
            local.set 103
            local.get 99
            local.get 86
            f32x4.mul
            local.set 104
            local.get 101
            local.get 87
            f32x4.mul
            local.set 105
            local.get 102
            local.get 88
            f32x4.mul
            local.set 106
            local.get 103
            local.get 89
            f32x4.mul
            local.set 107
            local.get 104
            local.get 109
            f32x4.add
            local.set 108
            local.get 105
            local.get 109
            f32x4.add
            local.set 110
            local.get 106
            local.get 109
            f32x4.add
            local.set 111
            local.get 107
            local.get 109
            f32x4.add
            local.set 112
            local.get 108
            local.get 86
            f32x4.mul
            local.set 113
            local.get 110
            local.get 87
            f32x4.mul
            local.set 114
            local.get 111
            local.get 88
            f32x4.mul
            local.set 115
            local.get 112
            local.get 89
            f32x4.mul
            local.set 116
            local.get 113
            local.get 118
            f32x4.add
            local.set 117
            local.get 114
            local.get 118
            f32x4.add
            local.set 119
            local.get 115
            local.get 118
            f32x4.add
            local.set 120
            local.get 116
            local.get 118
            f32x4.add
            local.set 121
            local.get 117
            local.get 86
            f32x4.mul
            local.set 122
            local.get 119
            local.get 87
            f32x4.mul
            local.set 123
            local.get 120
            local.get 88
            f32x4.mul
            local.set 124
            local.get 121
            local.get 89
            f32x4.mul
            local.set 125
            local.get 122
            local.get 127
            f32x4.add
            local.set 126
            local.get 123
            local.get 127
            f32x4.add
            local.set 128
            local.get 124
            local.get 127
            f32x4.add
            local.set 129
            local.get 125
            local.get 127
            f32x4.add
            local.set 130
            local.get 90
            local.get 126
            f32x4.mul
            local.set 131
            local.get 91
            local.get 128
            f32x4.mul
            local.set 132
            local.get 92
            local.get 129
            f32x4.mul
            local.set 133
            local.get 93
            local.get 130
            f32x4.mul
            local.set 134
            local.get 131
            local.get 86
            f32x4.add
            local.set 135
            local.get 132
            local.get 87
            f32x4.add
            local.set 136
            local.get 133
            local.get 88
            f32x4.add
            local.set 137
            local.get 134
            local.get 89
            f32x4.add
            local.set 138
            local.get 135
            local.get 140
            f32x4.add
            local.set 139
            local.get 136
            local.get 140
            f32x4.add
            local.set 141
            local.get 137
            local.get 140
            f32x4.add
            local.set 142
            local.get 138
            local.get 140
            f32x4.add
            local.set 143
            local.get 63
            i32.const 1
            i32x4.shr_s
            local.set 144
            local.get 65
            i32.const 1
            i32x4.shr_s
            local.set 145
            local.get 66
            i32.const 1
            i32x4.shr_s
            local.set 146
            local.get 67
            i32.const 1
            i32x4.shr_s
            local.set 147
            local.get 144
            i32.const 23
            i32x4.shl
            local.set 148
            local.get 145
            i32.const 23
            i32x4.shl
            local.set 149
            local.get 146
            i32.const 23
            i32x4.shl
            local.set 150
            local.get 147
            i32.const 23
            i32x4.shl
            local.set 151
            local.get 139
            local.get 148
            f32x4.mul
            local.set 152
            local.get 141
            local.get 149
            f32x4.mul
            local.set 153
            local.get 142
            local.get 150
            f32x4.mul
            local.set 154
            local.get 143
            local.get 151
            f32x4.mul
            local.set 155
            local.get 63
            local.get 144
            i32x4.sub
            local.set 156
            local.get 65
            local.get 145
            i32x4.sub
            local.set 157
            local.get 66
            local.get 146
            i32x4.sub
            local.set 158
            local.get 67
            local.get 147
            i32x4.sub
            local.set 159
            local.get 156
            i32.const 23
            i32x4.shl
            local.set 160
            local.get 157
            i32.const 23
            i32x4.shl
            local.set 161
            local.get 158
            i32.const 23
            i32x4.shl
            local.set 162
            local.get 159
            i32.const 23
            i32x4.shl
            local.set 163
            local.get 152
            local.get 160
            f32x4.mul
            local.set 164
            local.get 153
            local.get 161
            f32x4.mul
            local.set 165
            local.get 154
            local.get 162
            f32x4.mul
            local.set 166
            local.get 155
            local.get 163
            f32x4.mul
            local.set 167
            local.get 164
            local.set 168
            local.get 165
            local.set 169
            local.get 166
            local.set 170
            local.get 167
            local.set 171
            local.get 168
            local.get 140
            f32x4.add
            local.set 172
            local.get 169
            local.get 140
            f32x4.add
            local.set 173
            local.get 170
            local.get 140
            f32x4.add
            local.set 174
            local.get 171
            local.get 140
            f32x4.add
            local.set 175
            local.get 12
            local.get 172
            f32x4.div
            local.set 176
            local.get 17
            local.get 173
            f32x4.div
            local.set 177
            local.get 18
            local.get 174
            f32x4.div
            local.set 178
            local.get 19
            local.get 175
            f32x4.div
            local.set 179
            local.get 181
            local.get 9
            i32.add
            local.set 180
            local.get 180
            local.get 176
            v128.store
            local.get 180
            local.get 177
            v128.store offset=16
            local.get 180
            local.get 178
            v128.store offset=32
            local.get 180
            local.get 179
            v128.store offset=48
          else
            local.get 42
            local.get 59
            f32x4.mul
            local.set 183
            local.get 43
            local.get 59
            f32x4.mul
            local.set 184
            local.get 44
            local.get 59
            f32x4.mul
            local.set 185
            local.get 45
            local.get 59
            f32x4.mul
            local.set 186
            local.get 183
            local.get 188
            f32x4.add
            local.set 187
            local.get 184
            local.get 188
            f32x4.add
            local.set 189
            local.get 185
            local.get 188
            f32x4.add
            local.set 190
            local.get 186
            local.get 188
            f32x4.add
            local.set 191
            local.get 187
            local.get 188
            f32x4.sub
            local.set 192
            local.get 189
            local.get 188
            f32x4.sub
            local.set 193
            local.get 190
            local.get 188
            f32x4.sub
            local.set 194
            local.get 191
            local.get 188
            f32x4.sub
            local.set 195
            local.get 192
            local.get 73
            f32x4.mul
            local.set 196
            local.get 193
            local.get 73
            f32x4.mul
            local.set 197
            local.get 194
            local.get 73
            f32x4.mul
            local.set 198
            local.get 195
            local.get 73
            f32x4.mul
            local.set 199
            local.get 42
            local.get 196
            f32x4.sub
            local.set 200
            local.get 43
            local.get 197
            f32x4.sub
            local.set 201
            local.get 44
            local.get 198
            f32x4.sub
            local.set 202
            local.get 45
            local.get 199
            f32x4.sub
            local.set 203
            local.get 192
            local.get 82
            f32x4.mul
            local.set 204
            local.get 193
            local.get 82
            f32x4.mul
            local.set 205
            local.get 194
            local.get 82
            f32x4.mul
            local.set 206
            local.get 195
            local.get 82
            f32x4.mul
            local.set 207
            local.get 200
            local.get 204
            f32x4.sub
            local.set 208
            local.get 201
            local.get 205
            f32x4.sub
            local.set 209
            local.get 202
            local.get 206
            f32x4.sub
            local.set 210
            local.get 203
            local.get 207
            f32x4.sub
            local.set 211
            local.get 208
            local.get 208
            f32x4.mul
            local.set 212
            local.get 209
            local.get 209
            f32x4.mul
            local.set 213
            local.get 210
            local.get 210
            f32x4.mul
            local.set 214
            local.get 211
            local.get 211
            f32x4.mul
            local.set 215
            local.get 95
            local.get 208
            f32x4.mul
            local.set 216
            local.get 95
            local.get 209
            f32x4.mul
            local.set 217
            local.get 95
            local.get 210
            f32x4.mul
            local.set 218
            local.get 95
            local.get 211
            f32x4.mul
            local.set 219
            local.get 216
            local.get 100
            f32x4.add
            local.set 220
            local.get 217
            local.get 100
            f32x4.add
            local.set 221
            local.get 218
            local.get 100
            f32x4.add
            local.set 222
            local.get 219
            local.get 100
            f32x4.add
            local.set 223
            local.get 220
            local.get 208
            f32x4.mul
            local.set 224
            local.get 221
            local.get 209
            f32x4.mul
            local.set 225
            local.get 222
            local.get 210
            f32x4.mul
            local.set 226
            local.get 223
            local.get 211
            f32x4.mul
            local.set 227
            local.get 224
            local.get 109
            f32x4.add
            local.set 228
            local.get 225
            local.get 109
            f32x4.add
            local.set 229
            local.get 226
            local.get 109
            f32x4.add
            local.set 230
            local.get 227
            local.get 109
            f32x4.add
            local.set 231
            local.get 228
            local.get 208
            f32x4.mul
            local.set 232
            local.get 229
            local.get 209
            f32x4.mul
            local.set 233
            local.get 230
            local.get 210
            f32x4.mul
            local.set 234
            local.get 231
            local.get 211
            f32x4.mul
            local.set 235
            local.get 232
            local.get 118
            f32x4.add
            local.set 236
            local.get 233
            local.get 118
            f32x4.add
            local.set 237
            local.get 234
            local.get 118
            f32x4.add
            local.set 238
            local.get 235
            local.get 118
            f32x4.add
            local.set 239
            local.get 236
            local.get 208
            f32x4.mul
            local.set 240
            local.get 237
            local.get 209
            f32x4.mul
            local.set 241
            local.get 238
            local.get 210
            f32x4.mul
            local.set 242
            local.get 239
            local.get 211
            f32x4.mul
            local.set 243
            local.get 240
            local.get 127
            f32x4.add
            local.set 244
            local.get 241
            local.get 127
            f32x4.add
            local.set 245
            local.get 242
            local.get 127
            f32x4.add
            local.set 246
            local.get 243
            local.get 127
            f32x4.add
            local.set 247
            local.get 212
            local.get 244
            f32x4.mul
            local.set 248
            local.get 213
            local.get 245
            f32x4.mul
            local.set 249
            local.get 214
            local.get 246
            f32x4.mul
            local.set 250
            local.get 215
            local.get 247
            f32x4.mul
            local.set 251
            local.get 248
            local.get 208
            f32x4.add
            local.set 252
            local.get 249
            local.get 209
            f32x4.add
            local.set 253
            local.get 250
            local.get 210
            f32x4.add
            local.set 254
            local.get 251
            local.get 211
            f32x4.add
            local.set 255
            local.get 252
            local.get 140
            f32x4.add
            local.set 256
            local.get 253
            local.get 140
            f32x4.add
            local.set 257
            local.get 254
            local.get 140
            f32x4.add
            local.set 258
            local.get 255
            local.get 140
            f32x4.add
            local.set 259
            local.get 187
            i32.const 23
            i32x4.shl
            local.set 260
            local.get 189
            i32.const 23
            i32x4.shl
            local.set 261
            local.get 190
            i32.const 23
            i32x4.shl
            local.set 262
            local.get 191
            i32.const 23
            i32x4.shl
            local.set 263
            local.get 256
            local.get 260
            i32x4.add
            local.set 264
            local.get 257
            local.get 261
            i32x4.add
            local.set 265
            local.get 258
            local.get 262
            i32x4.add
            local.set 266
            local.get 259
            local.get 263
            i32x4.add
            local.set 267
            local.get 264
            local.get 140
            f32x4.add
            local.set 268
            local.get 265
            local.get 140
            f32x4.add
            local.set 269
            local.get 266
            local.get 140
            f32x4.add
            local.set 270
            local.get 267
            local.get 140
            f32x4.add
            local.set 271
            local.get 12
            local.get 268
            f32x4.div
            local.set 272
            local.get 17
            local.get 269
            f32x4.div
            local.set 273
            local.get 18
            local.get 270
            f32x4.div
            local.set 274
            local.get 19
            local.get 271
            f32x4.div
            local.set 275
            local.get 181
            local.get 9
            i32.add
            local.set 276
            local.get 276
            local.get 272
            v128.store
            local.get 276
            local.get 273
            v128.store offset=16
            local.get 276
            local.get 274
            v128.store offset=32
            local.get 276
            local.get 275
            v128.store offset=48
          end
          local.get 9
          i32.const 64
          i32.add
          local.tee 9
          local.get 11
          i32.lt_u
          br_if 0
        end
      end
      local.get 10
      i32.const -16
      i32.and
      local.set 277
      local.get 9
      local.get 277
      i32.lt_u
      if
        loop
          local.get 181
          local.get 9
          i32.add
          local.tee 278
          local.get 14
          local.get 9
          i32.add
          v128.load
          local.tee 279
          local.get 38
          local.get 279
          local.get 29
          local.get 279
          local.get 279
          local.get 279
          f32x4.mul
          f32x4.mul
          f32x4.mul
          f32x4.add
          f32x4.mul
          f32x4.neg
          local.tee 280
          local.get 49
          f32x4.pmax
          local.tee 281
          local.get 54
          f32x4.pmin
          local.tee 282
          local.get 282
          local.get 59
          f32x4.mul
          local.get 64
          f32x4.add
          local.tee 283
          local.get 64
          f32x4.sub
          local.tee 284
          local.get 73
          f32x4.mul
          f32x4.sub
          local.get 284
          local.get 82
          f32x4.mul
          f32x4.sub
          local.tee 285
          local.get 285
          f32x4.mul
          local.get 95
          local.get 285
          f32x4.mul
          local.get 100
          f32x4.add
          local.get 285
          f32x4.mul
          local.get 109
          f32x4.add
          local.get 285
          f32x4.mul
          local.get 118
          f32x4.add
          local.get 285
          f32x4.mul
          local.get 127
          f32x4.add
          f32x4.mul
          local.get 285
          f32x4.add
          local.get 140
          f32x4.add
          local.get 283
          i32.const 1
          i32x4.shr_s
          local.tee 286
          i32.const 23
          i32x4.shl
          f32x4.mul
          local.get 283
          local.get 286
          i32x4.sub
          i32.const 23
          i32x4.shl
          f32x4.mul
          local.get 140
          f32x4.add
          f32x4.div
          v128.store
          local.get 9
          i32.const 16
          i32.add
          local.tee 9
          local.get 277
          i32.lt_u
          br_if 0
        end
      end
      local.get 9
      local.get 10
      i32.lt_u
      if
        loop
          local.get 181
          local.get 9
          i32.add
          local.tee 287
          local.get 14
          local.get 9
          i32.add
          f32.load
          local.tee 288
          f32.const 89
          f32.const -104
          f32.const 1.5957691216057308
          local.get 288
          f32.const 0.044715
          local.get 288
          local.get 288
          local.get 288
          f32.mul
          f32.mul
          f32.mul
          f32.add
          f32.mul
          f32.neg
          local.tee 289
          local.get 289
          f32.const -104
          f32.lt
          select
          local.tee 290
          f32.const 89
          local.get 290
          f32.lt
          select
          local.tee 291
          local.get 291
          f32.const 1.4426950216293335
          f32.mul
          f32.const 12583166
          f32.add
          local.tee 292
          f32.const 12583166
          f32.sub
          local.tee 293
          f32.const 0.693145751953125
          f32.mul
          f32.sub
          local.get 293
          f32.const 0.000001428606765330187
          f32.mul
          f32.sub
          local.tee 294
          local.get 294
          f32.mul
          f32.const 0.0013840202009305358
          local.get 294
          f32.mul
          f32.const 0.008367047645151615
          f32.add
          local.get 294
          f32.mul
          f32.const 0.041667740792036057
          f32.add
          local.get 294
          f32.mul
          f32.const 0.16666539013385773
          f32.add
          local.get 294
          f32.mul
          f32.const 0.4999999701976776
          f32.add
          f32.mul
          local.get 294
          f32.add
          f32.const 1
          f32.add
          local.get 292
          i32.reinterpret_f32
          local.tee 295
          i32.const 1
          i32.shr_s
          local.tee 296
          i32.const 23
          i32.shl
          f32.reinterpret_i32
          f32.mul
          local.get 295
          local.get 296
          i32.sub
          i32.const 23
          i32.shl
          f32.reinterpret_i32
          f32.mul
          f32.const 1
          f32.add
          f32.div
          f32.store
          local.get 9
          i32.const 4
          i32.add
          local.tee 9
          local.get 10
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
