import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 f32 f32 f32 f32 f32 f32 f32 i32 i32
  local.get 0
  i32.load offset=20
  local.set 6
  i32.const 1024
  local.set 8
  local.get 0
  i32.load offset=4
  local.set 13
  local.get 0
  i32.load
  local.set 16
  v128.const i32x4 0x3fcc422a 0x3fcc422a 0x3fcc422a 0x3fcc422a
  local.set 18
  v128.const i32x4 0x3d372713 0x3d372713 0x3d372713 0x3d372713
  local.set 19
  v128.const i32x4 0xc2d00000 0xc2d00000 0xc2d00000 0xc2d00000
  local.set 21
  v128.const i32x4 0x42b20000 0x42b20000 0x42b20000 0x42b20000
  local.set 23
  v128.const i32x4 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b 0x3fb8aa3b
  local.set 25
  v128.const i32x4 0x4b400000 0x4b400000 0x4b400000 0x4b400000
  local.set 26
  v128.const i32x4 0x3f317200 0x3f317200 0x3f317200 0x3f317200
  local.set 29
  v128.const i32x4 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e 0x35bfbe8e
  local.set 30
  v128.const i32x4 0x3ab56803 0x3ab56803 0x3ab56803 0x3ab56803
  local.set 32
  v128.const i32x4 0x3c0915f1 0x3c0915f1 0x3c0915f1 0x3c0915f1
  local.set 33
  v128.const i32x4 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb 0x3d2aabcb
  local.set 34
  v128.const i32x4 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55 0x3e2aaa55
  local.set 35
  v128.const i32x4 0x3effffff 0x3effffff 0x3effffff 0x3effffff
  local.set 36
  v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
  local.set 37
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
    local.get 13
    local.get 2
    i32.const 4096
    i32.mul
    local.tee 14
    i32.add
    local.set 12
    local.get 16
    local.get 14
    i32.add
    local.set 15
    if
      local.get 4
      i32.const 2
      i32.shl
      local.set 10
      i32.const 0
      local.set 9
      local.get 10
      i32.const -16
      i32.and
      local.set 11
      local.get 9
      local.get 11
      i32.lt_u
      if
        loop
          local.get 12
          local.get 9
          i32.add
          local.get 15
          local.get 9
          i32.add
          v128.load
          local.tee 17
          local.get 18
          local.get 17
          local.get 19
          local.get 17
          local.get 17
          local.get 17
          f32x4.mul
          f32x4.mul
          f32x4.mul
          f32x4.add
          f32x4.mul
          f32x4.neg
          local.tee 20
          local.get 21
          f32x4.pmax
          local.tee 22
          local.get 23
          f32x4.pmin
          local.tee 24
          local.get 24
          local.get 25
          f32x4.mul
          local.get 26
          f32x4.add
          local.tee 27
          local.get 26
          f32x4.sub
          local.tee 28
          local.get 29
          f32x4.mul
          f32x4.sub
          local.get 28
          local.get 30
          f32x4.mul
          f32x4.sub
          local.tee 31
          local.get 31
          f32x4.mul
          local.get 32
          local.get 31
          f32x4.mul
          local.get 33
          f32x4.add
          local.get 31
          f32x4.mul
          local.get 34
          f32x4.add
          local.get 31
          f32x4.mul
          local.get 35
          f32x4.add
          local.get 31
          f32x4.mul
          local.get 36
          f32x4.add
          f32x4.mul
          local.get 31
          f32x4.add
          local.get 37
          f32x4.add
          local.get 27
          i32.const 1
          i32x4.shr_s
          local.tee 38
          i32.const 23
          i32x4.shl
          local.get 37
          i32x4.add
          f32x4.mul
          local.get 27
          local.get 38
          i32x4.sub
          i32.const 23
          i32x4.shl
          local.get 37
          i32x4.add
          f32x4.mul
          local.get 37
          f32x4.add
          f32x4.div
          v128.store
          local.get 9
          i32.const 16
          i32.add
          local.tee 9
          local.get 11
          i32.lt_u
          br_if 0
        end
      end
      local.get 9
      local.get 10
      i32.lt_u
      if
        loop
          local.get 12
          local.get 9
          i32.add
          local.get 15
          local.get 9
          i32.add
          f32.load
          local.tee 39
          f32.const 89
          f32.const -104
          f32.const 1.5957691216057308
          local.get 39
          f32.const 0.044715
          local.get 39
          local.get 39
          local.get 39
          f32.mul
          f32.mul
          f32.mul
          f32.add
          f32.mul
          f32.neg
          local.tee 40
          local.get 40
          f32.const -104
          f32.lt
          select
          local.tee 41
          f32.const 89
          local.get 41
          f32.lt
          select
          local.tee 42
          local.get 42
          f32.const 1.4426950216293335
          f32.mul
          f32.const 12582912
          f32.add
          local.tee 43
          f32.const 12582912
          f32.sub
          local.tee 44
          f32.const 0.693145751953125
          f32.mul
          f32.sub
          local.get 44
          f32.const 0.000001428606765330187
          f32.mul
          f32.sub
          local.tee 45
          local.get 45
          f32.mul
          f32.const 0.0013840202009305358
          local.get 45
          f32.mul
          f32.const 0.008367047645151615
          f32.add
          local.get 45
          f32.mul
          f32.const 0.041667740792036057
          f32.add
          local.get 45
          f32.mul
          f32.const 0.16666539013385773
          f32.add
          local.get 45
          f32.mul
          f32.const 0.4999999701976776
          f32.add
          f32.mul
          local.get 45
          f32.add
          f32.const 1
          f32.add
          local.get 43
          i32.reinterpret_f32
          local.tee 46
          i32.const 1
          i32.shr_s
          local.tee 47
          i32.const 23
          i32.shl
          i32.const 1065353216
          i32.add
          f32.reinterpret_i32
          f32.mul
          local.get 46
          local.get 47
          i32.sub
          i32.const 23
          i32.shl
          i32.const 1065353216
          i32.add
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
