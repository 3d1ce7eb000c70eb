import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 i32 i32
  local.get 0
  i32.load offset=4
  local.set 6
  local.get 0
  i32.load
  local.set 9
  loop
    i32.const 0
    local.set 4
    local.get 6
    local.get 2
    i32.const 64
    i32.mul
    i32.add
    local.set 5
    local.get 9
    local.get 2
    i32.const 4
    i32.mul
    i32.add
    local.set 8
    loop
      local.get 5
      local.get 4
      i32.add
      local.get 8
      local.get 4
      i32.const 6
      i32.shl
      i32.add
      local.set 7
      local.get 7
      local.get 7
      local.get 7
      local.get 7
      v128.load32_zero
      v128.load32_lane offset=256 1
      v128.load32_lane offset=512 2
      v128.load32_lane offset=768 3
      v128.store
      local.get 4
      i32.const 16
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
