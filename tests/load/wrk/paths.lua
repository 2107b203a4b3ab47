-- GETs of several paths in turn: LOAD_PATHS, divided by blanks. LOAD_COOKIE says who asks.
dofile(os.getenv("LOAD_WRK") .. "/report.lua")
local paths = {}
for path in string.gmatch(os.getenv("LOAD_PATHS"), "%S+") do paths[#paths + 1] = path end
local headers = { Accept = "application/json", Cookie = os.getenv("LOAD_COOKIE") }
local at = 0
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], headers)
end
done = report
