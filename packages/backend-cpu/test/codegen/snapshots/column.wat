import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 v128 i32 i32 i32 v128 i32 v128 i32 v128 i32 i32 i32 i32
  local.get 0
  i32.load
  local.set 8
  local.get 0
  i32.load offset=4
  local.set 17
  loop
    i32.const 0
    local.set 4
    local.get 8
    local.get 2
    i32.const 4
    i32.mul
    i32.add
    local.set 7
    local.get 17
    local.get 2
    i32.const 64
    i32.mul
    i32.add
    local.set 16
    loop
      local.get 7
      local.get 4
      i32.const 6
      i32.shl
      i32.add
      local.set 6
      local.get 6
      local.get 6
      local.get 6
      local.get 6
      v128.load32_zero
      v128.load32_lane offset=256 1
      v128.load32_lane offset=512 2
      v128.load32_lane offset=768 3
      local.set 5
      local.get 7
      local.get 4
      i32.const 16
      i32.add
      i32.const 6
      i32.shl
      i32.add
      local.set 10
      local.get 10
      local.get 10
      local.get 10
      local.get 10
      v128.load32_zero
      v128.load32_lane offset=256 1
      v128.load32_lane offset=512 2
      v128.load32_lane offset=768 3
      local.set 9
      local.get 7
      local.get 4
      i32.const 32
      i32.add
      i32.const 6
      i32.shl
      i32.add
      local.set 12
      local.get 12
      local.get 12
      local.get 12
      local.get 12
      v128.load32_zero
      v128.load32_lane offset=256 1
      v128.load32_lane offset=512 2
      v128.load32_lane offset=768 3
      local.set 11
      local.get 7
      local.get 4
      i32.const 48
      i32.add
      i32.const 6
      i32.shl
      i32.add
      local.set 14
      local.get 14
      local.get 14
      local.get 14
      local.get 14
      v128.load32_zero
      v128.load32_lane offset=256 1
      v128.load32_lane offset=512 2
      v128.load32_lane offset=768 3
      local.set 13
      local.get 16
      local.get 4
      i32.add
      local.set 15
      local.get 15
      local.get 5
      v128.store
      local.get 15
      local.get 9
      v128.store offset=16
      local.get 15
      local.get 11
      v128.store offset=32
      local.get 15
      local.get 13
      v128.store offset=48
      local.get 4
      i32.const 64
      i32.add
      local.tee 4
      i32.const 64
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
