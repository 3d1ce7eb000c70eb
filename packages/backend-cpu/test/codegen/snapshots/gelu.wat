import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 i32 i32 i32 i32 v128 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 f32 f32 f32 f32 f32 f32 f32 i32 i32
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
  v128.const i32x4 0xc2d00000 0xc2d00000 0xc2d00000 0xc2d00000
  local.set 47
  v128.const i32x4 0x42b20000 0x42b20000 0x42b20000 0x42b20000
  local.set 52
  v128.const i32x4 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b
  local.set 57
  v128.const i32x4 0x4b4000fe 0x4b4000fe 0x4b4000fe 0x4b4000fe
  local.set 62
  v128.const i32x4 0x3f317200 0x3f317200 0x3f317200 0x3f317200
  local.set 71
  v128.const i32x4 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e
  local.set 80
  v128.const i32x4 0x3ab56803 0x3ab56803 0x3ab56803 0x3ab56803
  local.set 93
  v128.const i32x4 0x3c0915f1 0x3c0915f1 0x3c0915f1 0x3c0915f1
  local.set 98
  v128.const i32x4 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb
  local.set 107
  v128.const i32x4 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55
  local.set 116
  v128.const i32x4 0x3effffff 0x3effffff 0x3effffff 0x3effffff
  local.set 125
  v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
  local.set 138
  local.get 0
  i32.load offset=4
  local.set 180
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
    local.get 180
    local.get 16
    i32.add
    local.set 179
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
          local.get 47
          f32x4.pmax
          local.set 46
          local.get 43
          local.get 47
          f32x4.pmax
          local.set 48
          local.get 44
          local.get 47
          f32x4.pmax
          local.set 49
          local.get 45
          local.get 47
          f32x4.pmax
          local.set 50
          local.get 46
          local.get 52
          f32x4.pmin
          local.set 51
          local.get 48
          local.get 52
          f32x4.pmin
          local.set 53
          local.get 49
          local.get 52
          f32x4.pmin
          local.set 54
          local.get 50
          local.get 52
          f32x4.pmin
          local.set 55
          local.get 51
          local.get 57
          f32x4.mul
          local.set 56
          local.get 53
          local.get 57
          f32x4.mul
          local.set 58
          local.get 54
          local.get 57
          f32x4.mul
          local.set 59
          local.get 55
          local.get 57
          f32x4.mul
          local.set 60
          local.get 56
          local.get 62
          f32x4.add
          local.set 61
          local.get 58
          local.get 62
          f32x4.add
          local.set 63
          local.get 59
          local.get 62
          f32x4.add
          local.set 64
          local.get 60
          local.get 62
          f32x4.add
          local.set 65
          local.get 61
          local.get 62
          f32x4.sub
          local.set 66
          local.get 63
          local.get 62
          f32x4.sub
          local.set 67
          local.get 64
          local.get 62
          f32x4.sub
          local.set 68
          local.get 65
          local.get 62
          f32x4.sub
          local.set 69
          local.get 66
          local.get 71
          f32x4.mul
          local.set 70
          local.get 67
          local.get 71
          f32x4.mul
          local.set 72
          local.get 68
          local.get 71
          f32x4.mul
          local.set 73
          local.get 69
          local.get 71
          f32x4.mul
          local.set 74
          local.get 51
          local.get 70
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
          local.get 55
          local.get 74
          f32x4.sub
          local.set 78
          local.get 66
          local.get 80
          f32x4.mul
          local.set 79
          local.get 67
          local.get 80
          f32x4.mul
          local.set 81
          local.get 68
          local.get 80
          f32x4.mul
          local.set 82
          local.get 69
          local.get 80
          f32x4.mul
          local.set 83
          local.get 75
          local.get 79
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
          local.get 78
          local.get 83
          f32x4.sub
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
          local.get 87
          local.get 87
          f32x4.mul
          local.set 91
          local.get 93
          local.get 84
          f32x4.mul
          local.set 92
          local.get 93
          local.get 85
          f32x4.mul
          local.set 94
          local.get 93
          local.get 86
          f32x4.mul
          local.set 95
          local.get 93
          local.get 87
          f32x4.mul
          local.set 96
          local.get 92
          local.get 98
          f32x4.add
          local.set 97
          local.get 94
          local.get 98
          f32x4.add
          local.set 99
          local.get 95
          local.get 98
          f32x4.add
          local.set 100
          local.get 96
          local.get 98
          f32x4.add
          local.set 101
          local.get 97
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
          local.get 87
          f32x4.mul
          local.set 105
          local.get 102
          local.get 107
          f32x4.add
          local.set 106
          local.get 103
          local.get 107
          f32x4.add
          local.set 108
          local.get 104
          local.get 107
          f32x4.add
          local.set 109
          local.get 105
          local.get 107
          f32x4.add
          local.set 110
          local.get 106
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
          local.get 87
          f32x4.mul
          local.set 114
          local.get 111
          local.get 116
          f32x4.add
          local.set 115
          local.get 112
          local.get 116
          f32x4.add
          local.set 117
          local.get 113
          local.get 116
          f32x4.add
          local.set 118
          local.get 114
          local.get 116
          f32x4.add
          local.set 119
          local.get 115
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
          local.get 87
          f32x4.mul
          local.set 123
          local.get 120
          local.get 125
          f32x4.add
          local.set 124
          local.get 121
          local.get 125
          f32x4.add
          local.set 126
          local.get 122
          local.get 125
          f32x4.add
          local.set 127
          local.get 123
          local.get 125
          f32x4.add
          local.set 128
          local.get 88
          local.get 124
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
          local.get 91
          local.get 128
          f32x4.mul
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
          local.get 87
          f32x4.add
          local.set 136
          local.get 133
          local.get 138
          f32x4.add
          local.set 137
          local.get 134
          local.get 138
          f32x4.add
          local.set 139
          local.get 135
          local.get 138
          f32x4.add
          local.set 140
          local.get 136
          local.get 138
          f32x4.add
          local.set 141
          local.get 61
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
          local.get 65
          i32.const 1
          i32x4.shr_s
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
          local.get 145
          i32.const 23
          i32x4.shl
          local.set 149
          local.get 137
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
          local.get 141
          local.get 149
          f32x4.mul
          local.set 153
          local.get 61
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
          local.get 65
          local.get 145
          i32x4.sub
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
          local.get 157
          i32.const 23
          i32x4.shl
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
          local.get 153
          local.get 161
          f32x4.mul
          local.set 165
          local.get 162
          local.set 166
          local.get 163
          local.set 167
          local.get 164
          local.set 168
          local.get 165
          local.set 169
          local.get 166
          local.get 138
          f32x4.add
          local.set 170
          local.get 167
          local.get 138
          f32x4.add
          local.set 171
          local.get 168
          local.get 138
          f32x4.add
          local.set 172
          local.get 169
          local.get 138
          f32x4.add
          local.set 173
          local.get 12
          local.get 170
          f32x4.div
          local.set 174
          local.get 17
          local.get 171
          f32x4.div
          local.set 175
          local.get 18
          local.get 172
          f32x4.div
          local.set 176
          local.get 19
          local.get 173
          f32x4.div
          local.set 177
          local.get 179
          local.get 9
          i32.add
          local.set 178
          local.get 178
          local.get 174
          v128.store
          local.get 178
          local.get 175
          v128.store offset=16
          local.get 178
          local.get 176
          v128.store offset=32
          local.get 178
          local.get 177
          v128.store offset=48
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
      local.set 181
      local.get 9
      local.get 181
      i32.lt_u
      if
        loop
          local.get 179
          local.get 9
          i32.add
          local.get 14
          local.get 9
          i32.add
          v128.load
          local.tee 182
          local.get 38
          local.get 182
          local.get 29
          local.get 182
          local.get 182
          local.get 182
          f32x4.mul
          f32x4.mul
          f32x4.mul
          f32x4.add
          f32x4.mul
          f32x4.neg
          local.tee 183
          local.get 47
          f32x4.pmax
          local.tee 184
          local.get 52
          f32x4.pmin
          local.tee 185
          local.get 185
          local.get 57
          f32x4.mul
          local.get 62
          f32x4.add
          local.tee 186
          local.get 62
          f32x4.sub
          local.tee 187
          local.get 71
          f32x4.mul
          f32x4.sub
          local.get 187
          local.get 80
          f32x4.mul
          f32x4.sub
          local.tee 188
          local.get 188
          f32x4.mul
          local.get 93
          local.get 188
          f32x4.mul
          local.get 98
          f32x4.add
          local.get 188
          f32x4.mul
          local.get 107
          f32x4.add
          local.get 188
          f32x4.mul
          local.get 116
          f32x4.add
          local.get 188
          f32x4.mul
          local.get 125
          f32x4.add
          f32x4.mul
          local.get 188
          f32x4.add
          local.get 138
          f32x4.add
          local.get 186
          i32.const 1
          i32x4.shr_s
          local.tee 189
          i32.const 23
          i32x4.shl
          f32x4.mul
          local.get 186
          local.get 189
          i32x4.sub
          i32.const 23
          i32x4.shl
          f32x4.mul
          local.get 138
          f32x4.add
          f32x4.div
          v128.store
          local.get 9
          i32.const 16
          i32.add
          local.tee 9
          local.get 181
          i32.lt_u
          br_if 0
        end
      end
      local.get 9
      local.get 10
      i32.lt_u
      if
        loop
          local.get 179
          local.get 9
          i32.add
          local.get 14
          local.get 9
          i32.add
          f32.load
          local.tee 190
          f32.const 89
          f32.const -104
          f32.const 1.5957691216057308
          local.get 190
          f32.const 0.044715
          local.get 190
          local.get 190
          local.get 190
          f32.mul
          f32.mul
          f32.mul
          f32.add
          f32.mul
          f32.neg
          local.tee 191
          local.get 191
          f32.const -104
          f32.lt
          select
          local.tee 192
          f32.const 89
          local.get 192
          f32.lt
          select
          local.tee 193
          local.get 193
          f32.const 1.4426950216293335
          f32.mul
          f32.const 12583166
          f32.add
          local.tee 194
          f32.const 12583166
          f32.sub
          local.tee 195
          f32.const 0.693145751953125
          f32.mul
          f32.sub
          local.get 195
          f32.const 0.000001428606765330187
          f32.mul
          f32.sub
          local.tee 196
          local.get 196
          f32.mul
          f32.const 0.0013840202009305358
          local.get 196
          f32.mul
          f32.const 0.008367047645151615
          f32.add
          local.get 196
          f32.mul
          f32.const 0.041667740792036057
          f32.add
          local.get 196
          f32.mul
          f32.const 0.16666539013385773
          f32.add
          local.get 196
          f32.mul
          f32.const 0.4999999701976776
          f32.add
          f32.mul
          local.get 196
          f32.add
          f32.const 1
          f32.add
          local.get 194
          i32.reinterpret_f32
          local.tee 197
          i32.const 1
          i32.shr_s
          local.tee 198
          i32.const 23
          i32.shl
          f32.reinterpret_i32
          f32.mul
          local.get 197
          local.get 198
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
