import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals i32 i32 i32 i32 i32 i32 i32 i32 v128 i32 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 i32 i32 i32 f32
  local.get 0
  i32.load offset=28
  local.set 6
  i32.const 1024
  local.set 8
  local.get 0
  i32.load
  local.set 15
  local.get 0
  f32.load offset=32
  f32x4.splat
  local.set 25
  local.get 0
  i32.load offset=4
  local.set 36
  local.get 0
  i32.load offset=8
  local.set 54
  local.get 0
  f32.load offset=32
  local.set 56
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
    local.get 15
    local.get 2
    i32.const 4096
    i32.mul
    local.tee 16
    i32.add
    local.set 14
    local.get 36
    local.get 16
    i32.add
    local.set 35
    local.get 54
    local.get 16
    i32.add
    local.set 53
    if
      local.get 4
      i32.const 2
      i32.shl
      local.set 10
      i32.const 0
      local.set 9
      local.get 10
      i32.const -128
      i32.and
      local.set 11
      local.get 9
      local.get 11
      i32.lt_u
      if
        loop
          local.get 14
          local.get 9
          i32.add
          local.set 13
          local.get 13
          v128.load
          local.set 12
          local.get 13
          v128.load offset=16
          local.set 17
          local.get 13
          v128.load offset=32
          local.set 18
          local.get 13
          v128.load offset=48
          local.set 19
          local.get 13
          v128.load offset=64
          local.set 20
          local.get 13
          v128.load offset=80
          local.set 21
          local.get 13
          v128.load offset=96
          local.set 22
          local.get 13
          v128.load offset=112
          local.set 23
          local.get 25
          local.get 12
          f32x4.mul
          local.set 24
          local.get 25
          local.get 17
          f32x4.mul
          local.set 26
          local.get 25
          local.get 18
          f32x4.mul
          local.set 27
          local.get 25
          local.get 19
          f32x4.mul
          local.set 28
          local.get 25
          local.get 20
          f32x4.mul
          local.set 29
          local.get 25
          local.get 21
          f32x4.mul
          local.set 30
          local.get 25
          local.get 22
          f32x4.mul
          local.set 31
          local.get 25
          local.get 23
          f32x4.mul
          local.set 32
          local.get 35
          local.get 9
          i32.add
          local.set 34
          local.get 34
          v128.load
          local.set 33
          local.get 34
          v128.load offset=16
          local.set 37
          local.get 34
          v128.load offset=32
          local.set 38
          local.get 34
          v128.load offset=48
          local.set 39
          local.get 34
          v128.load offset=64
          local.set 40
          local.get 34
          v128.load offset=80
          local.set 41
          local.get 34
          v128.load offset=96
          local.set 42
          local.get 34
          v128.load offset=112
          local.set 43
          local.get 24
          local.get 33
          f32x4.add
          local.set 44
          local.get 26
          local.get 37
          f32x4.add
          local.set 45
          local.get 27
          local.get 38
          f32x4.add
          local.set 46
          local.get 28
          local.get 39
          f32x4.add
          local.set 47
          local.get 29
          local.get 40
          f32x4.add
          local.set 48
          local.get 30
          local.get 41
          f32x4.add
          local.set 49
          local.get 31
          local.get 42
          f32x4.add
          local.set 50
          local.get 32
          local.get 43
          f32x4.add
          local.set 51
          local.get 53
          local.get 9
          i32.add
          local.set 52
          local.get 52
          local.get 44
          v128.store
          local.get 52
          local.get 45
          v128.store offset=16
          local.get 52
          local.get 46
          v128.store offset=32
          local.get 52
          local.get 47
          v128.store offset=48
          local.get 52
          local.get 48
          v128.store offset=64
          local.get 52
          local.get 49
          v128.store offset=80
          local.get 52
          local.get 50
          v128.store offset=96
          local.get 52
          local.get 51
          v128.store offset=112
          local.get 9
          i32.const 128
          i32.add
          local.tee 9
          local.get 11
          i32.lt_u
          br_if 0
        end
      end
      local.get 10
      i32.const -16
      i32.and
      local.set 55
      local.get 9
      local.get 55
      i32.lt_u
      if
        loop
          local.get 53
          local.get 9
          i32.add
          local.get 25
          local.get 14
          local.get 9
          i32.add
          v128.load
          f32x4.mul
          local.get 35
          local.get 9
          i32.add
          v128.load
          f32x4.add
          v128.store
          local.get 9
          i32.const 16
          i32.add
          local.tee 9
          local.get 55
          i32.lt_u
          br_if 0
        end
      end
      local.get 9
      local.get 10
      i32.lt_u
      if
        loop
          local.get 53
          local.get 9
          i32.add
          local.get 56
          local.get 14
          local.get 9
          i32.add
          f32.load
          f32.mul
          local.get 35
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
