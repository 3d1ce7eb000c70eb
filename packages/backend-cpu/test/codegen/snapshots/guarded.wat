import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 v128 i32 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 v128 v128 i32 i32 i32 i32 i32
  local.get 0
  i32.load offset=20
  local.set 4
  local.get 0
  i32.load offset=8
  local.tee 10
  i32.const 3
  i32.sub
  i32.const 0
  i32.const 3
  local.get 10
  i32.lt_u
  select
  local.set 9
  local.get 0
  i32.load
  local.tee 12
  i32.const -12
  i32.add
  local.set 11
  local.get 11
  i32x4.splat
  local.set 15
  v128.const i32x4 0x00000000 0x00000004 0x00000008 0x0000000c
  local.set 16
  local.get 12
  i32x4.splat
  local.set 19
  v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
  local.set 20
  v128.const i32x4 0x00000003 0x00000003 0x00000003 0x00000003
  local.set 21
  local.get 10
  i32x4.splat
  local.set 22
  local.get 0
  i32.load offset=12
  i32.const 3
  i32.sub
  i32.const 0
  i32.const 3
  local.get 0
  i32.load offset=12
  i32.lt_u
  select
  local.set 24
  local.get 0
  i32.load offset=4
  local.set 25
  local.get 0
  i32.load offset=12
  i32x4.splat
  local.set 27
  local.get 0
  i32.load offset=12
  local.set 29
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
          local.get 5
          i32.const 2
          i32.shr_u
          i32.const 3
          i32.sub
          local.get 9
          i32.lt_u
          if (result v128)
            local.get 11
            local.get 5
            i32.add
            local.tee 13
            v128.load
          else
            local.get 15
            local.get 5
            i32x4.splat
            local.get 16
            i32x4.add
            local.tee 17
            i32x4.add
            local.tee 18
            local.get 19
            local.get 5
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 21
            i32x4.sub
            local.get 22
            i32x4.lt_u
            local.tee 23
            v128.bitselect
            local.set 14
            local.get 14
            i32x4.extract_lane 3
            local.get 14
            i32x4.extract_lane 2
            local.get 14
            i32x4.extract_lane 1
            local.get 14
            i32x4.extract_lane 0
            v128.load32_zero
            v128.load32_lane 1
            v128.load32_lane 2
            v128.load32_lane 3
            local.get 23
            v128.and
          end
          local.set 8
          local.get 5
          i32.const 2
          i32.shr_u
          local.get 24
          i32.lt_u
          if
            local.get 25
            local.get 5
            i32.add
            local.get 8
            v128.store
          else
            local.get 5
            i32.const 2
            i32.shr_u
            i32x4.splat
            local.get 20
            i32x4.add
            local.get 27
            i32x4.lt_u
            local.set 26
            local.get 25
            local.get 5
            i32.add
            local.set 28
            local.get 26
            i32x4.extract_lane 0
            if
              local.get 28
              local.get 8
              v128.store32_lane 0
            end
            local.get 26
            i32x4.extract_lane 1
            if
              local.get 28
              i32.const 4
              i32.add
              local.get 8
              v128.store32_lane 1
            end
            local.get 26
            i32x4.extract_lane 2
            if
              local.get 28
              i32.const 8
              i32.add
              local.get 8
              v128.store32_lane 2
            end
            local.get 26
            i32x4.extract_lane 3
            if
              local.get 28
              i32.const 12
              i32.add
              local.get 8
              v128.store32_lane 3
            end
          end
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
          local.get 5
          i32.const 2
          i32.shr_u
          local.get 29
          i32.lt_u
          local.get 25
          local.get 5
          i32.add
          local.set 30
          local.get 5
          i32.const 2
          i32.shr_u
          i32.const 3
          i32.sub
          local.get 10
          i32.lt_u
          local.set 31
          local.get 11
          local.get 5
          i32.add
          local.set 32
          if
            local.get 30
            local.get 31
            if (result f32)
              local.get 32
              f32.load
            else
              f32.const 0
            end
            f32.store
          end
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
