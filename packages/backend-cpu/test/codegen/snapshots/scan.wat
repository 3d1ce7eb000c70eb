import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 i32
  local.get 1
  local.set 5
  local.get 0
  i32.load
  local.set 7
  local.get 1
  i32.const 128
  i32.add
  local.set 12
  i32.const 29
  i32.const 0
  i32.const 3
  i32.const 32
  i32.lt_u
  select
  local.set 13
  v128.const i32x4 0x00000000 0x00000004 0x00000008 0x0000000c
  local.set 18
  local.get 5
  i32x4.splat
  local.set 21
  v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
  local.set 22
  v128.const i32x4 0x00000020 0x00000020 0x00000020 0x00000020
  local.set 24
  local.get 0
  i32.load offset=4
  local.set 29
  loop
    i32.const 0
    local.set 4
    local.get 7
    local.get 2
    i32.const 128
    i32.mul
    local.tee 8
    i32.add
    local.set 6
    loop
      local.get 5
      local.get 4
      i32.add
      local.get 6
      local.get 4
      i32.add
      v128.load
      v128.store
      local.get 4
      i32.const 16
      i32.add
      local.tee 4
      i32.const 128
      i32.lt_u
      br_if 0
    end
    i32.const 0
    local.set 9
    loop
      i32.const 1
      local.get 9
      i32.shl
      local.set 10
      i32.const 0
      local.set 11
      local.get 5
      local.get 10
      i32.const -4
      i32.mul
      i32.add
      local.set 14
      local.get 14
      i32x4.splat
      local.set 17
      local.get 10
      i32x4.splat
      local.set 23
      loop
        local.get 12
        local.get 11
        i32.add
        local.get 5
        local.get 11
        i32.add
        v128.load
        local.get 11
        i32.const 2
        i32.shr_u
        local.get 10
        i32.sub
        local.get 13
        i32.lt_u
        if (result v128)
          local.get 14
          local.get 11
          i32.add
          local.tee 15
          v128.load
        else
          local.get 17
          local.get 11
          i32x4.splat
          local.get 18
          i32x4.add
          local.tee 19
          i32x4.add
          local.tee 20
          local.get 21
          local.get 11
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 22
          i32x4.add
          local.get 23
          i32x4.sub
          local.get 24
          i32x4.lt_u
          local.tee 25
          v128.bitselect
          local.set 16
          local.get 16
          i32x4.extract_lane 3
          local.get 16
          i32x4.extract_lane 2
          local.get 16
          i32x4.extract_lane 1
          local.get 16
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 25
          v128.and
        end
        f32x4.add
        v128.store
        local.get 11
        i32.const 16
        i32.add
        local.tee 11
        i32.const 128
        i32.lt_u
        br_if 0
      end
      i32.const 0
      local.set 26
      loop
        local.get 5
        local.get 26
        i32.add
        local.get 12
        local.get 26
        i32.add
        v128.load
        v128.store
        local.get 26
        i32.const 16
        i32.add
        local.tee 26
        i32.const 128
        i32.lt_u
        br_if 0
      end
      local.get 9
      i32.const 1
      i32.add
      local.tee 9
      i32.const 5
      i32.lt_s
      br_if 0
    end
    i32.const 0
    local.set 27
    local.get 29
    local.get 8
    i32.add
    local.set 28
    loop
      local.get 28
      local.get 27
      i32.add
      local.get 5
      local.get 27
      i32.add
      v128.load
      v128.store
      local.get 27
      i32.const 16
      i32.add
      local.tee 27
      i32.const 128
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
