import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals f32 i32 v128 v128 v128 v128 v128 i32 i32 i32 i32 i32 i32 v128 f32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128
  v128.const i32x4 0xff800000 0xff800000 0xff800000 0xff800000
  local.set 7
  local.get 0
  i32.load
  local.set 12
  v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
  local.set 21
  v128.const i32x4 0xc2d00000 0xc2d00000 0xc2d00000 0xc2d00000
  local.set 27
  v128.const i32x4 0x42b20000 0x42b20000 0x42b20000 0x42b20000
  local.set 29
  v128.const i32x4 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b
  local.set 31
  v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
  local.set 32
  v128.const i32x4 0x3f317200 0x3f317200 0x3f317200 0x3f317200
  local.set 35
  v128.const i32x4 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e
  local.set 36
  v128.const i32x4 0x3ab56803 0x3ab56803 0x3ab56803 0x3ab56803
  local.set 38
  v128.const i32x4 0x3c0915f1 0x3c0915f1 0x3c0915f1 0x3c0915f1
  local.set 39
  v128.const i32x4 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb
  local.set 40
  v128.const i32x4 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55
  local.set 41
  v128.const i32x4 0x3effffff 0x3effffff 0x3effffff 0x3effffff
  local.set 42
  v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
  local.set 43
  local.get 0
  i32.load offset=4
  local.set 79
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
    local.get 12
    local.get 2
    i32.const 400
    i32.mul
    local.tee 13
    i32.add
    local.set 11
    loop
      local.get 6
      local.get 11
      local.get 5
      i32.add
      v128.load
      f32x4.max
      local.set 6
      local.get 5
      i32.const 16
      i32.add
      local.set 14
      local.get 8
      local.get 11
      local.get 14
      i32.add
      v128.load
      f32x4.max
      local.set 8
      local.get 5
      i32.const 32
      i32.add
      local.set 15
      local.get 9
      local.get 11
      local.get 15
      i32.add
      v128.load
      f32x4.max
      local.set 9
      local.get 5
      i32.const 48
      i32.add
      local.set 16
      local.get 10
      local.get 11
      local.get 16
      i32.add
      v128.load
      f32x4.max
      local.set 10
      local.get 5
      i32.const 64
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
    local.get 6
    local.get 9
    f32x4.max
    local.set 6
    loop
      local.get 6
      local.get 11
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
    local.set 17
    local.get 6
    local.get 17
    f32x4.max
    local.set 6
    local.get 6
    local.get 6
    i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11
    local.set 17
    local.get 6
    local.get 17
    f32x4.max
    local.set 6
    local.get 6
    f32x4.extract_lane 0
    local.set 4
    f32.const 0
    local.set 18
    i32.const 0
    local.set 19
    local.get 21
    local.set 20
    local.get 21
    local.set 22
    local.get 21
    local.set 23
    local.get 21
    local.set 24
    local.get 4
    f32x4.splat
    local.set 25
    loop
      local.get 20
      local.get 11
      local.get 19
      i32.add
      v128.load
      local.get 25
      f32x4.sub
      local.tee 26
      local.get 27
      f32x4.pmax
      local.tee 28
      local.get 29
      f32x4.pmin
      local.tee 30
      local.get 30
      local.get 31
      f32x4.mul
      local.get 32
      f32x4.add
      local.tee 33
      local.get 32
      f32x4.sub
      local.tee 34
      local.get 35
      f32x4.mul
      f32x4.sub
      local.get 34
      local.get 36
      f32x4.mul
      f32x4.sub
      local.tee 37
      local.get 37
      f32x4.mul
      local.get 38
      local.get 37
      f32x4.mul
      local.get 39
      f32x4.add
      local.get 37
      f32x4.mul
      local.get 40
      f32x4.add
      local.get 37
      f32x4.mul
      local.get 41
      f32x4.add
      local.get 37
      f32x4.mul
      local.get 42
      f32x4.add
      f32x4.mul
      local.get 37
      f32x4.add
      local.get 43
      f32x4.add
      local.get 33
      i32.const 1
      i32x4.shr_s
      local.tee 44
      i32.const 23
      i32x4.shl
      local.get 43
      i32x4.add
      f32x4.mul
      local.get 33
      local.get 44
      i32x4.sub
      i32.const 23
      i32x4.shl
      local.get 43
      i32x4.add
      f32x4.mul
      f32x4.add
      local.set 20
      local.get 19
      i32.const 16
      i32.add
      local.set 45
      local.get 22
      local.get 11
      local.get 45
      i32.add
      v128.load
      local.get 25
      f32x4.sub
      local.tee 46
      local.get 27
      f32x4.pmax
      local.tee 47
      local.get 29
      f32x4.pmin
      local.tee 48
      local.get 48
      local.get 31
      f32x4.mul
      local.get 32
      f32x4.add
      local.tee 49
      local.get 32
      f32x4.sub
      local.tee 50
      local.get 35
      f32x4.mul
      f32x4.sub
      local.get 50
      local.get 36
      f32x4.mul
      f32x4.sub
      local.tee 51
      local.get 51
      f32x4.mul
      local.get 38
      local.get 51
      f32x4.mul
      local.get 39
      f32x4.add
      local.get 51
      f32x4.mul
      local.get 40
      f32x4.add
      local.get 51
      f32x4.mul
      local.get 41
      f32x4.add
      local.get 51
      f32x4.mul
      local.get 42
      f32x4.add
      f32x4.mul
      local.get 51
      f32x4.add
      local.get 43
      f32x4.add
      local.get 49
      i32.const 1
      i32x4.shr_s
      local.tee 52
      i32.const 23
      i32x4.shl
      local.get 43
      i32x4.add
      f32x4.mul
      local.get 49
      local.get 52
      i32x4.sub
      i32.const 23
      i32x4.shl
      local.get 43
      i32x4.add
      f32x4.mul
      f32x4.add
      local.set 22
      local.get 19
      i32.const 32
      i32.add
      local.set 53
      local.get 23
      local.get 11
      local.get 53
      i32.add
      v128.load
      local.get 25
      f32x4.sub
      local.tee 54
      local.get 27
      f32x4.pmax
      local.tee 55
      local.get 29
      f32x4.pmin
      local.tee 56
      local.get 56
      local.get 31
      f32x4.mul
      local.get 32
      f32x4.add
      local.tee 57
      local.get 32
      f32x4.sub
      local.tee 58
      local.get 35
      f32x4.mul
      f32x4.sub
      local.get 58
      local.get 36
      f32x4.mul
      f32x4.sub
      local.tee 59
      local.get 59
      f32x4.mul
      local.get 38
      local.get 59
      f32x4.mul
      local.get 39
      f32x4.add
      local.get 59
      f32x4.mul
      local.get 40
      f32x4.add
      local.get 59
      f32x4.mul
      local.get 41
      f32x4.add
      local.get 59
      f32x4.mul
      local.get 42
      f32x4.add
      f32x4.mul
      local.get 59
      f32x4.add
      local.get 43
      f32x4.add
      local.get 57
      i32.const 1
      i32x4.shr_s
      local.tee 60
      i32.const 23
      i32x4.shl
      local.get 43
      i32x4.add
      f32x4.mul
      local.get 57
      local.get 60
      i32x4.sub
      i32.const 23
      i32x4.shl
      local.get 43
      i32x4.add
      f32x4.mul
      f32x4.add
      local.set 23
      local.get 19
      i32.const 48
      i32.add
      local.set 61
      local.get 24
      local.get 11
      local.get 61
      i32.add
      v128.load
      local.get 25
      f32x4.sub
      local.tee 62
      local.get 27
      f32x4.pmax
      local.tee 63
      local.get 29
      f32x4.pmin
      local.tee 64
      local.get 64
      local.get 31
      f32x4.mul
      local.get 32
      f32x4.add
      local.tee 65
      local.get 32
      f32x4.sub
      local.tee 66
      local.get 35
      f32x4.mul
      f32x4.sub
      local.get 66
      local.get 36
      f32x4.mul
      f32x4.sub
      local.tee 67
      local.get 67
      f32x4.mul
      local.get 38
      local.get 67
      f32x4.mul
      local.get 39
      f32x4.add
      local.get 67
      f32x4.mul
      local.get 40
      f32x4.add
      local.get 67
      f32x4.mul
      local.get 41
      f32x4.add
      local.get 67
      f32x4.mul
      local.get 42
      f32x4.add
      f32x4.mul
      local.get 67
      f32x4.add
      local.get 43
      f32x4.add
      local.get 65
      i32.const 1
      i32x4.shr_s
      local.tee 68
      i32.const 23
      i32x4.shl
      local.get 43
      i32x4.add
      f32x4.mul
      local.get 65
      local.get 68
      i32x4.sub
      i32.const 23
      i32x4.shl
      local.get 43
      i32x4.add
      f32x4.mul
      f32x4.add
      local.set 24
      local.get 19
      i32.const 64
      i32.add
      local.tee 19
      i32.const 384
      i32.lt_u
      br_if 0
    end
    local.get 20
    local.get 22
    f32x4.add
    local.set 20
    local.get 23
    local.get 24
    f32x4.add
    local.set 23
    local.get 20
    local.get 23
    f32x4.add
    local.set 20
    loop
      local.get 20
      local.get 11
      local.get 19
      i32.add
      v128.load
      local.get 25
      f32x4.sub
      local.tee 69
      local.get 27
      f32x4.pmax
      local.tee 70
      local.get 29
      f32x4.pmin
      local.tee 71
      local.get 71
      local.get 31
      f32x4.mul
      local.get 32
      f32x4.add
      local.tee 72
      local.get 32
      f32x4.sub
      local.tee 73
      local.get 35
      f32x4.mul
      f32x4.sub
      local.get 73
      local.get 36
      f32x4.mul
      f32x4.sub
      local.tee 74
      local.get 74
      f32x4.mul
      local.get 38
      local.get 74
      f32x4.mul
      local.get 39
      f32x4.add
      local.get 74
      f32x4.mul
      local.get 40
      f32x4.add
      local.get 74
      f32x4.mul
      local.get 41
      f32x4.add
      local.get 74
      f32x4.mul
      local.get 42
      f32x4.add
      f32x4.mul
      local.get 74
      f32x4.add
      local.get 43
      f32x4.add
      local.get 72
      i32.const 1
      i32x4.shr_s
      local.tee 75
      i32.const 23
      i32x4.shl
      local.get 43
      i32x4.add
      f32x4.mul
      local.get 72
      local.get 75
      i32x4.sub
      i32.const 23
      i32x4.shl
      local.get 43
      i32x4.add
      f32x4.mul
      f32x4.add
      local.set 20
      local.get 19
      i32.const 16
      i32.add
      local.tee 19
      i32.const 400
      i32.lt_u
      br_if 0
    end
    local.get 20
    local.get 20
    i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7
    local.set 76
    local.get 20
    local.get 76
    f32x4.add
    local.set 20
    local.get 20
    local.get 20
    i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11
    local.set 76
    local.get 20
    local.get 76
    f32x4.add
    local.set 20
    local.get 20
    f32x4.extract_lane 0
    local.set 18
    i32.const 0
    local.set 77
    local.get 79
    local.get 13
    i32.add
    local.set 78
    local.get 18
    f32x4.splat
    local.set 87
    loop
      local.get 78
      local.get 77
      i32.add
      local.get 11
      local.get 77
      i32.add
      v128.load
      local.get 25
      f32x4.sub
      local.tee 80
      local.get 27
      f32x4.pmax
      local.tee 81
      local.get 29
      f32x4.pmin
      local.tee 82
      local.get 82
      local.get 31
      f32x4.mul
      local.get 32
      f32x4.add
      local.tee 83
      local.get 32
      f32x4.sub
      local.tee 84
      local.get 35
      f32x4.mul
      f32x4.sub
      local.get 84
      local.get 36
      f32x4.mul
      f32x4.sub
      local.tee 85
      local.get 85
      f32x4.mul
      local.get 38
      local.get 85
      f32x4.mul
      local.get 39
      f32x4.add
      local.get 85
      f32x4.mul
      local.get 40
      f32x4.add
      local.get 85
      f32x4.mul
      local.get 41
      f32x4.add
      local.get 85
      f32x4.mul
      local.get 42
      f32x4.add
      f32x4.mul
      local.get 85
      f32x4.add
      local.get 43
      f32x4.add
      local.get 83
      i32.const 1
      i32x4.shr_s
      local.tee 86
      i32.const 23
      i32x4.shl
      local.get 43
      i32x4.add
      f32x4.mul
      local.get 83
      local.get 86
      i32x4.sub
      i32.const 23
      i32x4.shl
      local.get 43
      i32x4.add
      f32x4.mul
      local.get 87
      f32x4.div
      v128.store
      local.get 77
      i32.const 16
      i32.add
      local.tee 77
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
