import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 i32 i32 i32
  local.get 0
  i32.load offset=28
  local.set 4
  v128.const i32x4 0x00000000 0x00000001 0x00000002 0x00000003
  local.set 9
  v128.const i32x4 0x00000004 0x00000004 0x00000004 0x00000004
  local.set 18
  local.get 0
  i32.load offset=4
  i32x4.splat
  local.set 23
  local.get 0
  i32.load
  local.tee 34
  i32x4.splat
  local.set 33
  v128.const i32x4 0x00000028 0x00000028 0x00000028 0x00000028
  local.set 35
  v128.const i32x4 0x0000000a 0x0000000a 0x0000000a 0x0000000a
  local.set 38
  local.get 0
  i32.load offset=12
  local.tee 40
  i32x4.splat
  local.set 39
  local.get 0
  i32.load offset=8
  local.set 58
  local.get 0
  i32.load offset=4
  local.set 68
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
      i32.const -64
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
          i32x4.splat
          local.get 9
          i32x4.add
          local.set 8
          local.get 5
          i32.const 16
          i32.add
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 9
          i32x4.add
          local.set 10
          local.get 5
          i32.const 32
          i32.add
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 9
          i32x4.add
          local.set 11
          local.get 5
          i32.const 48
          i32.add
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 9
          i32x4.add
          local.set 12
          local.get 8
          i32x4.extract_lane 0
          i32.const 10
          i32.div_s
          i32x4.splat
          local.get 8
          i32x4.extract_lane 1
          i32.const 10
          i32.div_s
          i32x4.replace_lane 1
          local.get 8
          i32x4.extract_lane 2
          i32.const 10
          i32.div_s
          i32x4.replace_lane 2
          local.get 8
          i32x4.extract_lane 3
          i32.const 10
          i32.div_s
          i32x4.replace_lane 3
          local.set 13
          local.get 10
          i32x4.extract_lane 0
          i32.const 10
          i32.div_s
          i32x4.splat
          local.get 10
          i32x4.extract_lane 1
          i32.const 10
          i32.div_s
          i32x4.replace_lane 1
          local.get 10
          i32x4.extract_lane 2
          i32.const 10
          i32.div_s
          i32x4.replace_lane 2
          local.get 10
          i32x4.extract_lane 3
          i32.const 10
          i32.div_s
          i32x4.replace_lane 3
          local.set 14
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
          local.set 15
          local.get 12
          i32x4.extract_lane 0
          i32.const 10
          i32.div_s
          i32x4.splat
          local.get 12
          i32x4.extract_lane 1
          i32.const 10
          i32.div_s
          i32x4.replace_lane 1
          local.get 12
          i32x4.extract_lane 2
          i32.const 10
          i32.div_s
          i32x4.replace_lane 2
          local.get 12
          i32x4.extract_lane 3
          i32.const 10
          i32.div_s
          i32x4.replace_lane 3
          local.set 16
          local.get 13
          local.get 18
          i32x4.mul
          local.set 17
          local.get 14
          local.get 18
          i32x4.mul
          local.set 19
          local.get 15
          local.get 18
          i32x4.mul
          local.set 20
          local.get 16
          local.get 18
          i32x4.mul
          local.set 21
          local.get 23
          local.get 17
          i32x4.add
          local.set 22
          local.get 23
          local.get 19
          i32x4.add
          local.set 24
          local.get 23
          local.get 20
          i32x4.add
          local.set 25
          local.get 23
          local.get 21
          i32x4.add
          local.set 26
          local.get 22
          i32x4.extract_lane 3
          local.get 22
          i32x4.extract_lane 2
          local.get 22
          i32x4.extract_lane 1
          local.get 22
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.set 27
          local.get 24
          i32x4.extract_lane 3
          local.get 24
          i32x4.extract_lane 2
          local.get 24
          i32x4.extract_lane 1
          local.get 24
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.set 28
          local.get 25
          i32x4.extract_lane 3
          local.get 25
          i32x4.extract_lane 2
          local.get 25
          i32x4.extract_lane 1
          local.get 25
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.set 29
          local.get 26
          i32x4.extract_lane 3
          local.get 26
          i32x4.extract_lane 2
          local.get 26
          i32x4.extract_lane 1
          local.get 26
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.set 30
          local.get 33
          local.get 27
          local.get 35
          i32x4.mul
          i32x4.add
          local.get 8
          i32x4.extract_lane 0
          i32.const 10
          i32.rem_s
          i32x4.splat
          local.get 8
          i32x4.extract_lane 1
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 1
          local.get 8
          i32x4.extract_lane 2
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 2
          local.get 8
          i32x4.extract_lane 3
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 3
          local.tee 36
          local.get 18
          i32x4.mul
          i32x4.add
          local.tee 37
          local.get 33
          local.get 27
          local.get 38
          i32x4.mul
          local.get 36
          i32x4.add
          local.get 39
          i32x4.lt_u
          local.tee 41
          v128.bitselect
          local.set 32
          local.get 32
          i32x4.extract_lane 3
          local.get 32
          i32x4.extract_lane 2
          local.get 32
          i32x4.extract_lane 1
          local.get 32
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 41
          v128.and
          local.set 31
          local.get 33
          local.get 28
          local.get 35
          i32x4.mul
          i32x4.add
          local.get 10
          i32x4.extract_lane 0
          i32.const 10
          i32.rem_s
          i32x4.splat
          local.get 10
          i32x4.extract_lane 1
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 1
          local.get 10
          i32x4.extract_lane 2
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 2
          local.get 10
          i32x4.extract_lane 3
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 3
          local.tee 44
          local.get 18
          i32x4.mul
          i32x4.add
          local.tee 45
          local.get 33
          local.get 28
          local.get 38
          i32x4.mul
          local.get 44
          i32x4.add
          local.get 39
          i32x4.lt_u
          local.tee 46
          v128.bitselect
          local.set 43
          local.get 43
          i32x4.extract_lane 3
          local.get 43
          i32x4.extract_lane 2
          local.get 43
          i32x4.extract_lane 1
          local.get 43
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 46
          v128.and
          local.set 42
          local.get 33
          local.get 29
          local.get 35
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
          local.tee 49
          local.get 18
          i32x4.mul
          i32x4.add
          local.tee 50
          local.get 33
          local.get 29
          local.get 38
          i32x4.mul
          local.get 49
          i32x4.add
          local.get 39
          i32x4.lt_u
          local.tee 51
          v128.bitselect
          local.set 48
          local.get 48
          i32x4.extract_lane 3
          local.get 48
          i32x4.extract_lane 2
          local.get 48
          i32x4.extract_lane 1
          local.get 48
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 51
          v128.and
          local.set 47
          local.get 33
          local.get 30
          local.get 35
          i32x4.mul
          i32x4.add
          local.get 12
          i32x4.extract_lane 0
          i32.const 10
          i32.rem_s
          i32x4.splat
          local.get 12
          i32x4.extract_lane 1
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 1
          local.get 12
          i32x4.extract_lane 2
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 2
          local.get 12
          i32x4.extract_lane 3
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 3
          local.tee 54
          local.get 18
          i32x4.mul
          i32x4.add
          local.tee 55
          local.get 33
          local.get 30
          local.get 38
          i32x4.mul
          local.get 54
          i32x4.add
          local.get 39
          i32x4.lt_u
          local.tee 56
          v128.bitselect
          local.set 53
          local.get 53
          i32x4.extract_lane 3
          local.get 53
          i32x4.extract_lane 2
          local.get 53
          i32x4.extract_lane 1
          local.get 53
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 56
          v128.and
          local.set 52
          local.get 58
          local.get 5
          i32.add
          local.set 57
          local.get 57
          local.get 31
          v128.store
          local.get 57
          local.get 42
          v128.store offset=16
          local.get 57
          local.get 47
          v128.store offset=32
          local.get 57
          local.get 52
          v128.store offset=48
          local.get 5
          i32.const 64
          i32.add
          local.tee 5
          local.get 7
          i32.lt_u
          br_if 0
        end
      end
      local.get 6
      i32.const -16
      i32.and
      local.set 59
      local.get 5
      local.get 59
      i32.lt_u
      if
        loop
          local.get 23
          local.get 5
          i32.const 2
          i32.shr_u
          i32x4.splat
          local.get 9
          i32x4.add
          local.set 62
          local.get 62
          i32x4.extract_lane 0
          i32.const 10
          i32.div_s
          i32x4.splat
          local.get 62
          i32x4.extract_lane 1
          i32.const 10
          i32.div_s
          i32x4.replace_lane 1
          local.get 62
          i32x4.extract_lane 2
          i32.const 10
          i32.div_s
          i32x4.replace_lane 2
          local.get 62
          i32x4.extract_lane 3
          i32.const 10
          i32.div_s
          i32x4.replace_lane 3
          local.get 18
          i32x4.mul
          i32x4.add
          local.set 61
          local.get 61
          i32x4.extract_lane 3
          local.get 61
          i32x4.extract_lane 2
          local.get 61
          i32x4.extract_lane 1
          local.get 61
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.set 60
          local.get 58
          local.get 5
          i32.add
          local.get 33
          local.get 60
          local.get 35
          i32x4.mul
          i32x4.add
          local.get 62
          i32x4.extract_lane 0
          i32.const 10
          i32.rem_s
          i32x4.splat
          local.get 62
          i32x4.extract_lane 1
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 1
          local.get 62
          i32x4.extract_lane 2
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 2
          local.get 62
          i32x4.extract_lane 3
          i32.const 10
          i32.rem_s
          i32x4.replace_lane 3
          local.tee 64
          local.get 18
          i32x4.mul
          i32x4.add
          local.tee 65
          local.get 33
          local.get 60
          local.get 38
          i32x4.mul
          local.get 64
          i32x4.add
          local.get 39
          i32x4.lt_u
          local.tee 66
          v128.bitselect
          local.set 63
          local.get 63
          i32x4.extract_lane 3
          local.get 63
          i32x4.extract_lane 2
          local.get 63
          i32x4.extract_lane 1
          local.get 63
          i32x4.extract_lane 0
          v128.load32_zero
          v128.load32_lane 1
          v128.load32_lane 2
          v128.load32_lane 3
          local.get 66
          v128.and
          v128.store
          local.get 5
          i32.const 16
          i32.add
          local.tee 5
          local.get 59
          i32.lt_u
          br_if 0
        end
      end
      local.get 5
      local.get 6
      i32.lt_u
      if
        loop
          local.get 68
          local.get 5
          i32.const 2
          i32.shr_u
          local.tee 69
          i32.const 10
          i32.div_s
          i32.const 4
          i32.mul
          i32.add
          i32.load
          local.set 67
          local.get 58
          local.get 5
          i32.add
          local.get 67
          i32.const 10
          i32.mul
          local.get 69
          i32.const 10
          i32.rem_s
          local.tee 70
          i32.add
          local.get 40
          i32.lt_u
          local.tee 71
          if (result f32)
            local.get 34
            local.get 67
            i32.const 40
            i32.mul
            i32.add
            local.get 70
            i32.const 4
            i32.mul
            i32.add
            local.tee 72
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
