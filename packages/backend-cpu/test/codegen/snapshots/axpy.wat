import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 v128 i32 i32 i32 i32 f32
  local.get 0
  i32.load offset=28
  local.set 6
  i32.const 1024
  local.set 8
  local.get 0
  i32.load offset=8
  local.set 13
  local.get 0
  f32.load offset=32
  f32x4.splat
  local.set 15
  local.get 0
  i32.load
  local.set 17
  local.get 0
  i32.load offset=4
  local.set 19
  local.get 0
  f32.load offset=32
  local.set 20
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
    local.get 17
    local.get 14
    i32.add
    local.set 16
    local.get 19
    local.get 14
    i32.add
    local.set 18
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
          local.get 16
          local.get 9
          i32.add
          v128.load
          f32x4.mul
          local.get 18
          local.get 9
          i32.add
          v128.load
          f32x4.add
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
          local.get 20
          local.get 16
          local.get 9
          i32.add
          f32.load
          f32.mul
          local.get 18
          local.get 9
          i32.add
          f32.load
          f32.add
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
