import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128
  local.get 0
  i32.load offset=4
  local.set 5
  local.get 0
  i32.load
  local.set 7
  v128.const i32x4 0x00007fff 0x00007fff 0x00007fff 0x00007fff
  local.set 9
  v128.const i32x4 0x77800000 0x77800000 0x77800000 0x77800000
  local.set 11
  v128.const i32x4 0x7f800000 0x7f800000 0x7f800000 0x7f800000
  local.set 12
  v128.const i32x4 0x00007c00 0x00007c00 0x00007c00 0x00007c00
  local.set 13
  v128.const i32x4 0x00008000 0x00008000 0x00008000 0x00008000
  local.set 14
  v128.const i32x4 0x40000000 0x40000000 0x40000000 0x40000000
  local.set 15
  v128.const i32x4 0x7fffffff 0x7fffffff 0x7fffffff 0x7fffffff
  local.set 16
  v128.const i32x4 0x3f000000 0x3f000000 0x3f000000 0x3f000000
  local.set 18
  v128.const i32x4 0xc8000fff 0xc8000fff 0xc8000fff 0xc8000fff
  local.set 19
  v128.const i32x4 0x00000001 0x00000001 0x00000001 0x00000001
  local.set 20
  v128.const i32x4 0x38800000 0x38800000 0x38800000 0x38800000
  local.set 21
  v128.const i32x4 0x00007e00 0x00007e00 0x00007e00 0x00007e00
  local.set 22
  v128.const i32x4 0x47800000 0x47800000 0x47800000 0x47800000
  local.set 23
  v128.const i32x4 0x80000000 0x80000000 0x80000000 0x80000000
  local.set 24
  loop
    i32.const 0
    local.set 4
    loop
      local.get 5
      local.get 4
      i32.const 1
      i32.shr_u
      local.tee 6
      i32.add
      local.get 7
      local.get 6
      i32.add
      v128.load16x4_u
      local.tee 8
      local.get 9
      v128.and
      local.tee 10
      i32.const 13
      i32x4.shl
      local.get 11
      f32x4.mul
      local.get 10
      i32.const 13
      i32x4.shl
      local.get 11
      f32x4.mul
      local.get 12
      v128.or
      local.get 10
      local.get 13
      i32x4.lt_u
      v128.bitselect
      local.get 8
      local.get 14
      v128.and
      i32.const 16
      i32x4.shl
      v128.or
      local.get 15
      f32x4.mul
      local.get 16
      v128.and
      local.tee 17
      local.get 18
      f32x4.add
      local.get 18
      i32x4.sub
      local.get 17
      local.get 19
      i32x4.add
      local.get 17
      i32.const 13
      i32x4.shr_u
      local.get 20
      v128.and
      i32x4.add
      i32.const 13
      i32x4.shr_u
      local.get 17
      local.get 21
      i32x4.lt_u
      v128.bitselect
      local.get 22
      local.get 13
      local.get 12
      local.get 17
      i32x4.lt_u
      v128.bitselect
      local.get 17
      local.get 23
      i32x4.lt_u
      v128.bitselect
      local.get 10
      i32.const 13
      i32x4.shl
      local.get 11
      f32x4.mul
      local.get 10
      i32.const 13
      i32x4.shl
      local.get 11
      f32x4.mul
      local.get 12
      v128.or
      local.get 10
      local.get 13
      i32x4.lt_u
      v128.bitselect
      local.get 8
      local.get 14
      v128.and
      i32.const 16
      i32x4.shl
      v128.or
      local.get 15
      f32x4.mul
      local.get 24
      v128.and
      i32.const 16
      i32x4.shr_u
      v128.or
      local.tee 25
      local.get 25
      i16x8.narrow_i32x4_u
      v128.store64_lane 0
      local.get 4
      i32.const 16
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
