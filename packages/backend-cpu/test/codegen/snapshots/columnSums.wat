import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 v128 v128 i32 i32 i32 i32 i32 i32 i32 i32
  v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
  local.set 6
  local.get 0
  i32.load offset=20
  local.set 7
  local.get 0
  i32.load
  local.set 11
  local.get 0
  i32.load offset=4
  local.set 14
  loop
    i32.const 0
    local.set 4
    local.get 11
    local.get 2
    i32.const 256
    i32.mul
    local.tee 12
    i32.add
    local.set 10
    local.get 14
    local.get 12
    i32.add
    local.set 13
    loop
      local.get 6
      local.set 5
      i32.const 0
      local.get 7
      i32.lt_s
      local.get 10
      local.get 4
      i32.add
      local.set 9
      if
        i32.const 0
        local.set 8
        loop
          local.get 5
          local.get 9
          local.get 8
          i32.const 1024
          i32.mul
          i32.add
          v128.load
          f32x4.add
          local.set 5
          local.get 8
          i32.const 1
          i32.add
          local.tee 8
          local.get 7
          i32.lt_s
          br_if 0
        end
      end
      local.get 13
      local.get 4
      i32.add
      local.get 5
      v128.store
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
