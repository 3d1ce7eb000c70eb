import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 i32 v128 i32 v128 i32 v128 v128 i32 i32 f32 i32 i32
  local.get 0
  i32.load offset=36
  local.set 4
  local.get 0
  i32.load offset=8
  local.set 8
  v128.const i32x4 0x3f800000 0x3f800000 0x3f800000 0x3f800000
  local.set 9
  local.get 0
  i32.load
  local.set 10
  local.get 0
  i32.load offset=4
  local.set 12
  local.get 0
  i32.load offset=12
  local.set 16
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
          local.get 8
          local.get 5
          i32.add
          local.get 9
          local.get 10
          local.get 5
          i32.add
          v128.load
          local.tee 11
          f32x4.lt
          local.get 12
          local.get 5
          i32.add
          v128.load
          i32x4.neg
          v128.not
          v128.and
          local.tee 13
          i32x4.neg
          v128.store
          local.get 13
          local.set 14
          local.get 14
          i32x4.all_true
          local.get 16
          local.get 5
          i32.add
          local.set 15
          if
            local.get 15
            local.get 11
            v128.store
          else
            local.get 14
            i32x4.extract_lane 0
            if
              local.get 15
              local.get 11
              v128.store32_lane 0
            end
            local.get 14
            i32x4.extract_lane 1
            if
              local.get 15
              i32.const 4
              i32.add
              local.get 11
              v128.store32_lane 1
            end
            local.get 14
            i32x4.extract_lane 2
            if
              local.get 15
              i32.const 8
              i32.add
              local.get 11
              v128.store32_lane 2
            end
            local.get 14
            i32x4.extract_lane 3
            if
              local.get 15
              i32.const 12
              i32.add
              local.get 11
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
          local.get 8
          local.get 5
          i32.add
          f32.const 1
          local.get 10
          local.get 5
          i32.add
          f32.load
          local.tee 17
          f32.lt
          local.get 12
          local.get 5
          i32.add
          i32.load
          i32.eqz
          i32.and
          local.tee 18
          i32.store
          local.get 18
          local.get 16
          local.get 5
          i32.add
          local.set 19
          if
            local.get 19
            local.get 17
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
