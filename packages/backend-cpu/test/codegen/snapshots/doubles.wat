import js.exp (param f64) (result f64)
import env.memory (memory shared)
func $run (param i32) (param i32) (param i32) (param i32)
  locals f64 i32 i32 i32 i32 i32
  local.get 0
  i32.load offset=20
  local.set 5
  local.get 0
  i32.load
  local.set 8
  local.get 0
  i32.load offset=4
  local.set 9
  loop
    f64.const 0
    local.set 4
    i32.const 0
    local.get 5
    i32.lt_s
    if
      local.get 5
      i32.const 2
      i32.shl
      local.set 7
      i32.const 0
      local.set 6
      loop
        local.get 4
        local.get 8
        local.get 6
        i32.const 1
        i32.shl
        i32.add
        f64.load
        call $exp
        f64.add
        local.set 4
        local.get 6
        i32.const 4
        i32.add
        local.tee 6
        local.get 7
        i32.lt_u
        br_if 0
      end
    end
    local.get 9
    local.get 4
    f64.store
    local.get 2
    i32.const 1
    i32.add
    local.tee 2
    local.get 3
    i32.lt_u
    br_if 0
  end
