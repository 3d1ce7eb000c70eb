import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 v128 i32 i32 v128 i32 v128 i32 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128
  local.get 0
  i32.load
  local.set 6
  v128.const i32x4 0x00007fff 0x00007fff 0x00007fff 0x00007fff
  local.set 15
  v128.const i32x4 0x00007c00 0x00007c00 0x00007c00 0x00007c00
  local.set 20
  v128.const i32x4 0x77800000 0x77800000 0x77800000 0x77800000
  local.set 29
  v128.const i32x4 0x7f800000 0x7f800000 0x7f800000 0x7f800000
  local.set 34
  v128.const i32x4 0x00008000 0x00008000 0x00008000 0x00008000
  local.set 43
  v128.const i32x4 0x40000000 0x40000000 0x40000000 0x40000000
  local.set 56
  v128.const i32x4 0x7fffffff 0x7fffffff 0x7fffffff 0x7fffffff
  local.set 61
  v128.const i32x4 0x47800000 0x47800000 0x47800000 0x47800000
  local.set 66
  v128.const i32x4 0x38800000 0x38800000 0x38800000 0x38800000
  local.set 71
  v128.const i32x4 0x3f000000 0x3f000000 0x3f000000 0x3f000000
  local.set 76
  v128.const i32x4 0xc8000fff 0xc8000fff 0xc8000fff 0xc8000fff
  local.set 85
  v128.const i32x4 0x00000001 0x00000001 0x00000001 0x00000001
  local.set 94
  v128.const i32x4 0x00007e00 0x00007e00 0x00007e00 0x00007e00
  local.set 115
  v128.const i32x4 0x80000000 0x80000000 0x80000000 0x80000000
  local.set 124
  local.get 0
  i32.load offset=4
  local.set 136
  loop
    i32.const 0
    local.set 4
    loop
      local.get 6
      local.get 4
      i32.const 1
      i32.shr_u
      local.tee 7
      i32.add
      v128.load16x4_u
      local.set 5
      local.get 6
      local.get 4
      i32.const 16
      i32.add
      i32.const 1
      i32.shr_u
      local.tee 9
      i32.add
      v128.load16x4_u
      local.set 8
      local.get 6
      local.get 4
      i32.const 32
      i32.add
      i32.const 1
      i32.shr_u
      local.tee 11
      i32.add
      v128.load16x4_u
      local.set 10
      local.get 6
      local.get 4
      i32.const 48
      i32.add
      i32.const 1
      i32.shr_u
      local.tee 13
      i32.add
      v128.load16x4_u
      local.set 12
      local.get 5
      local.get 15
      v128.and
      local.set 14
      local.get 8
      local.get 15
      v128.and
      local.set 16
      local.get 10
      local.get 15
      v128.and
      local.set 17
      local.get 12
      local.get 15
      v128.and
      local.set 18
      local.get 14
      local.get 20
      i32x4.lt_u
      local.set 19
      local.get 16
      local.get 20
      i32x4.lt_u
      local.set 21
      local.get 17
      local.get 20
      i32x4.lt_u
      local.set 22
      local.get 18
      local.get 20
      i32x4.lt_u
      local.set 23
      local.get 14
      i32.const 13
      i32x4.shl
      local.set 24
      local.get 16
      i32.const 13
      i32x4.shl
      local.set 25
      local.get 17
      i32.const 13
      i32x4.shl
      local.set 26
      local.get 18
      i32.const 13
      i32x4.shl
      local.set 27
      local.get 24
      local.get 29
      f32x4.mul
      local.set 28
      local.get 25
      local.get 29
      f32x4.mul
      local.set 30
      local.get 26
      local.get 29
      f32x4.mul
      local.set 31
      local.get 27
      local.get 29
      f32x4.mul
      local.set 32
      local.get 28
      local.get 34
      v128.or
      local.set 33
      local.get 30
      local.get 34
      v128.or
      local.set 35
      local.get 31
      local.get 34
      v128.or
      local.set 36
      local.get 32
      local.get 34
      v128.or
      local.set 37
      local.get 28
      local.get 33
      local.get 19
      v128.bitselect
      local.set 38
      local.get 30
      local.get 35
      local.get 21
      v128.bitselect
      local.set 39
      local.get 31
      local.get 36
      local.get 22
      v128.bitselect
      local.set 40
      local.get 32
      local.get 37
      local.get 23
      v128.bitselect
      local.set 41
      local.get 5
      local.get 43
      v128.and
      local.set 42
      local.get 8
      local.get 43
      v128.and
      local.set 44
      local.get 10
      local.get 43
      v128.and
      local.set 45
      local.get 12
      local.get 43
      v128.and
      local.set 46
      local.get 42
      i32.const 16
      i32x4.shl
      local.set 47
      local.get 44
      i32.const 16
      i32x4.shl
      local.set 48
      local.get 45
      i32.const 16
      i32x4.shl
      local.set 49
      local.get 46
      i32.const 16
      i32x4.shl
      local.set 50
      local.get 38
      local.get 47
      v128.or
      local.set 51
      local.get 39
      local.get 48
      v128.or
      local.set 52
      local.get 40
      local.get 49
      v128.or
      local.set 53
      local.get 41
      local.get 50
      v128.or
      local.set 54
      local.get 51
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
      v128.and
      local.set 60
      local.get 57
      local.get 61
      v128.and
      local.set 62
      local.get 58
      local.get 61
      v128.and
      local.set 63
      local.get 59
      local.get 61
      v128.and
      local.set 64
      local.get 60
      local.get 66
      i32x4.lt_u
      local.set 65
      local.get 62
      local.get 66
      i32x4.lt_u
      local.set 67
      local.get 63
      local.get 66
      i32x4.lt_u
      local.set 68
      local.get 64
      local.get 66
      i32x4.lt_u
      local.set 69
      local.get 60
      local.get 71
      i32x4.lt_u
      local.set 70
      local.get 62
      local.get 71
      i32x4.lt_u
      local.set 72
      local.get 63
      local.get 71
      i32x4.lt_u
      local.set 73
      local.get 64
      local.get 71
      i32x4.lt_u
      local.set 74
      local.get 60
      local.get 76
      f32x4.add
      local.set 75
      local.get 62
      local.get 76
      f32x4.add
      local.set 77
      local.get 63
      local.get 76
      f32x4.add
      local.set 78
      local.get 64
      local.get 76
      f32x4.add
      local.set 79
      local.get 75
      local.get 76
      i32x4.sub
      local.set 80
      local.get 77
      local.get 76
      i32x4.sub
      local.set 81
      local.get 78
      local.get 76
      i32x4.sub
      local.set 82
      local.get 79
      local.get 76
      i32x4.sub
      local.set 83
      local.get 60
      local.get 85
      i32x4.add
      local.set 84
      local.get 62
      local.get 85
      i32x4.add
      local.set 86
      local.get 63
      local.get 85
      i32x4.add
      local.set 87
      local.get 64
      local.get 85
      i32x4.add
      local.set 88
      local.get 60
      i32.const 13
      i32x4.shr_u
      local.set 89
      local.get 62
      i32.const 13
      i32x4.shr_u
      local.set 90
      local.get 63
      i32.const 13
      i32x4.shr_u
      local.set 91
      local.get 64
      i32.const 13
      i32x4.shr_u
      local.set 92
      local.get 89
      local.get 94
      v128.and
      local.set 93
      local.get 90
      local.get 94
      v128.and
      local.set 95
      local.get 91
      local.get 94
      v128.and
      local.set 96
      local.get 92
      local.get 94
      v128.and
      local.set 97
      local.get 84
      local.get 93
      i32x4.add
      local.set 98
      local.get 86
      local.get 95
      i32x4.add
      local.set 99
      local.get 87
      local.get 96
      i32x4.add
      local.set 100
      local.get 88
      local.get 97
      i32x4.add
      local.set 101
      local.get 98
      i32.const 13
      i32x4.shr_u
      local.set 102
      local.get 99
      i32.const 13
      i32x4.shr_u
      local.set 103
      local.get 100
      i32.const 13
      i32x4.shr_u
      local.set 104
      local.get 101
      i32.const 13
      i32x4.shr_u
      local.set 105
      local.get 80
      local.get 102
      local.get 70
      v128.bitselect
      local.set 106
      local.get 81
      local.get 103
      local.get 72
      v128.bitselect
      local.set 107
      local.get 82
      local.get 104
      local.get 73
      v128.bitselect
      local.set 108
      local.get 83
      local.get 105
      local.get 74
      v128.bitselect
      local.set 109
      local.get 34
      local.get 60
      i32x4.lt_u
      local.set 110
      local.get 34
      local.get 62
      i32x4.lt_u
      local.set 111
      local.get 34
      local.get 63
      i32x4.lt_u
      local.set 112
      local.get 34
      local.get 64
      i32x4.lt_u
      local.set 113
      local.get 115
      local.get 20
      local.get 110
      v128.bitselect
      local.set 114
      local.get 115
      local.get 20
      local.get 111
      v128.bitselect
      local.set 116
      local.get 115
      local.get 20
      local.get 112
      v128.bitselect
      local.set 117
      local.get 115
      local.get 20
      local.get 113
      v128.bitselect
      local.set 118
      local.get 106
      local.get 114
      local.get 65
      v128.bitselect
      local.set 119
      local.get 107
      local.get 116
      local.get 67
      v128.bitselect
      local.set 120
      local.get 108
      local.get 117
      local.get 68
      v128.bitselect
      local.set 121
      local.get 109
      local.get 118
      local.get 69
      v128.bitselect
      local.set 122
      local.get 55
      local.get 124
      v128.and
      local.set 123
      local.get 57
      local.get 124
      v128.and
      local.set 125
      local.get 58
      local.get 124
      v128.and
      local.set 126
      local.get 59
      local.get 124
      v128.and
      local.set 127
      local.get 123
      i32.const 16
      i32x4.shr_u
      local.set 128
      local.get 125
      i32.const 16
      i32x4.shr_u
      local.set 129
      local.get 126
      i32.const 16
      i32x4.shr_u
      local.set 130
      local.get 127
      i32.const 16
      i32x4.shr_u
      local.set 131
      local.get 119
      local.get 128
      v128.or
      local.set 132
      local.get 120
      local.get 129
      v128.or
      local.set 133
      local.get 121
      local.get 130
      v128.or
      local.set 134
      local.get 122
      local.get 131
      v128.or
      local.set 135
      local.get 136
      local.get 7
      i32.add
      local.get 132
      local.tee 137
      local.get 137
      i16x8.narrow_i32x4_u
      v128.store64_lane 0
      local.get 136
      local.get 9
      i32.add
      local.get 133
      local.tee 138
      local.get 138
      i16x8.narrow_i32x4_u
      v128.store64_lane 0
      local.get 136
      local.get 11
      i32.add
      local.get 134
      local.tee 139
      local.get 139
      i16x8.narrow_i32x4_u
      v128.store64_lane 0
      local.get 136
      local.get 13
      i32.add
      local.get 135
      local.tee 140
      local.get 140
      i16x8.narrow_i32x4_u
      v128.store64_lane 0
      local.get 4
      i32.const 64
      i32.add
      local.tee 4
      i32.const 256
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
