import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 v128 i32 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32
  v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
  local.set 6
  local.get 0
  i32.load offset=20
  local.set 14
  local.get 0
  i32.load
  local.set 20
  local.get 0
  i32.load offset=4
  local.set 39
  loop
    i32.const 0
    local.set 4
    local.get 20
    local.get 2
    i32.const 256
    i32.mul
    local.tee 21
    i32.add
    local.set 19
    local.get 39
    local.get 21
    i32.add
    local.set 38
    loop
      local.get 6
      local.set 5
      local.get 6
      local.set 7
      local.get 6
      local.set 8
      local.get 6
      local.set 9
      local.get 6
      local.set 10
      local.get 6
      local.set 11
      local.get 6
      local.set 12
      local.get 6
      local.set 13
      i32.const 0
      local.get 14
      i32.lt_s
      local.get 19
      local.get 4
      i32.add
      local.set 18
      if
        i32.const 0
        local.set 15
        loop
          local.get 18
          local.get 15
          i32.const 1024
          i32.mul
          i32.add
          local.set 17
          local.get 17
          v128.load
          local.set 16
          local.get 17
          v128.load offset=16
          local.set 22
          local.get 17
          v128.load offset=32
          local.set 23
          local.get 17
          v128.load offset=48
          local.set 24
          local.get 17
          v128.load offset=64
          local.set 25
          local.get 17
          v128.load offset=80
          local.set 26
          local.get 17
          v128.load offset=96
          local.set 27
          local.get 17
          v128.load offset=112
          local.set 28
          local.get 5
          local.get 16
          f32x4.add
          local.set 29
          local.get 7
          local.get 22
          f32x4.add
          local.set 30
          local.get 8
          local.get 23
          f32x4.add
          local.set 31
          local.get 9
          local.get 24
          f32x4.add
          local.set 32
          local.get 10
          local.get 25
          f32x4.add
          local.set 33
          local.get 11
          local.get 26
          f32x4.add
          local.set 34
          local.get 12
          local.get 27
          f32x4.add
          local.set 35
          local.get 13
          local.get 28
          f32x4.add
          local.set 36
          local.get 29
          local.set 5
          local.get 30
          local.set 7
          local.get 31
          local.set 8
          local.get 32
          local.set 9
          local.get 33
          local.set 10
          local.get 34
          local.set 11
          local.get 35
          local.set 12
          local.get 36
          local.set 13
          local.get 15
          i32.const 1
          i32.add
          local.tee 15
          local.get 14
          i32.lt_s
          br_if 0
        end
      end
      local.get 38
      local.get 4
      i32.add
      local.set 37
      local.get 37
      local.get 5
      v128.store
      local.get 37
      local.get 7
      v128.store offset=16
      local.get 37
      local.get 8
      v128.store offset=32
      local.get 37
      local.get 9
      v128.store offset=48
      local.get 37
      local.get 10
      v128.store offset=64
      local.get 37
      local.get 11
      v128.store offset=80
      local.get 37
      local.get 12
      v128.store offset=96
      local.get 37
      local.get 13
      v128.store offset=112
      local.get 4
      i32.const 128
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
