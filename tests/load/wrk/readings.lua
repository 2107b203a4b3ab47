-- Readings of one measure, LOAD_BATCH a request, each with a key that was never used, on the units of LOAD_UNITS
-- (numbers with commas between) and the day LOAD_DAY; a batch spreads over the days around it.
dofile(os.getenv("LOAD_WRK") .. "/report.lua")
local batch = tonumber(os.getenv("LOAD_BATCH"))
local run = os.getenv("LOAD_RUN")
local day = os.getenv("LOAD_DAY")
local units = {}
for unit in string.gmatch(os.getenv("LOAD_UNITS"), "%d+") do units[#units + 1] = unit end
wrk.method = "POST"
wrk.path = "/api/v1/measures/" .. os.getenv("LOAD_MEASURE") .. "/readings"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("LOAD_TOKEN")
done = report

local count = 0
local at = 0
function request()
  local list = {}
  for i = 1, batch do
    count = count + 1
    at = at % #units + 1
    list[i] = '{"org_unit":' .. units[at] .. ',"on":"' .. day .. '","amount":"' .. (count % 40)
      .. '.5","source_key":"' .. run .. ":" .. count .. '"}'
  end
  return wrk.format(nil, nil, nil, '{"readings":[' .. table.concat(list, ",") .. "]}")
end
