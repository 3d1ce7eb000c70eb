import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 i32 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 i32 i32 i32 i32 i32 i32
  local.get 0
  i32.load offset=28
  local.set 4
  local.get 0
  i32.load offset=4
  i32x4.splat
  local.set 10
  v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
  local.set 12
  v128.const i32x4 0x00000004 0x00000004 0x00000004 0x00000004
  local.set 13
  local.get 0
  i32.load offset=8
  local.set 14
  local.get 0
  i32.load
  local.tee 17
  i32x4.splat
  local.set 16
  v128.const i32x4 0x00000028 0x00000028 0x00000028 0x00000028
  local.set 18
  v128.const i32x4 0x0000000a 0x0000000a 0x0000000a 0x0000000a
  local.set 21
  local.get 0
  i32.load offset=12
  local.tee 23
  i32x4.splat
  local.set 22
  local.get 0
  i32.load offset=4
  local.set 26
  loop
    i32.const 0
    local.get 4
    i32.lt_s
    if
      local.get 4
      i32.const 2
      i32.shl
      local.set 6
      i32.const 0
      local.set 5
      local.get 6
      i32.const -16
      i32.and
      local.set 7
      local.get 5
      local.get 7
      i32.lt_u
      if
        loop
          local.get 10
          local.get 5
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 12
          i32x4.add
          local.set 11
          local.get 11
          i32x4.extract_lane 0
          i32.const 10
          i32.div_s
          i32x4.splat
          local.get 11
          i32x4.extract_lane 1
          i32.const 10
          i32.div_s
          i32x4.replace_lane 1
          local.get 11
          i32x4.extract_lane 2
          i32.const 10
          i32.div_s
          i32x4.replace_lane 2
          local.get 11
          i32x4.extract_lane 3
          i32.const 10
          i32.div_s
          i32x4.replace_lane 3
          local.get 13
          i32x4.mul
          i32x4.add
          local.set 9
          local.get 9
          i32x4.extract_lane 3
          local.get 9
          i32x4.extract_lane 2
          local.get 9
          i32x4.extract_lane 1
          local.get 9
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.set 8
          local.get 14
          local.get 5
          i32.add
          local.get 16
          local.get 8
          local.get 18
          i32x4.mul
          i32x4.add
          local.get 11
          i32x4.extract_lane 0
          i32.const 10
          i32.rem_s
          i32x4.splat
          local.get 11
          i32x4.extract_lane 1
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 1
          local.get 11
          i32x4.extract_lane 2
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 2
          local.get 11
          i32x4.extract_lane 3
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 3
          local.tee 19
          local.get 13
          i32x4.mul
          i32x4.add
          local.tee 20
          local.get 16
          local.get 8
          local.get 21
          i32x4.mul
          local.get 19
          i32x4.add
          local.get 22
          i32x4.lt_u
          local.tee 24
          v128.bitselect
          local.set 15
          local.get 15
          i32x4.extract_lane 3
          local.get 15
          i32x4.extract_lane 2
          local.get 15
          i32x4.extract_lane 1
          local.get 15
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 24
          v128.and
          v128.store
          local.get 5
          i32.const 16
          i32.add
          local.tee 5
          local.get 7
          i32.lt_u
          br_if 0
        end
      end
      local.get 5
      local.get 6
      i32.lt_u
      if
        loop
          local.get 26
          local.get 5
          i32.const 2
          i32.shr_u
          local.tee 27
          i32.const 10
          i32.div_s
          i32.const 4
          i32.mul
          i32.add
          i32.load
          local.set 25
          local.get 14
          local.get 5
          i32.add
          local.get 25
          i32.const 10
          i32.mul
          local.get 27
          i32.const 10
          i32.rem_s
          local.tee 28
          i32.add
          local.get 23
          i32.lt_u
          local.tee 29
          if (result f32)
            local.get 17
            local.get 25
            i32.const 40
            i32.mul
            i32.add
            local.get 28
            i32.const 4
            i32.mul
            i32.add
            local.tee 30
            f32.load
          else
            f32.const 0
          end
          f32.store
          local.get 5
          i32.const 4
          i32.add
          local.tee 5
          local.get 6
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
