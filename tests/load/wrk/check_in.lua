-- Check-ins on the key result LOAD_KEY_RESULT, each with another value than the one before.
dofile(os.getenv("LOAD_WRK") .. "/report.lua")
wrk.method = "POST"
wrk.path = "/api/v1/key-results/" .. os.getenv("LOAD_KEY_RESULT") .. "/check-ins"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Cookie"] = os.getenv("LOAD_COOKIE")
done = report

local count = 0
function request()
  count = count + 1
  return wrk.format(nil, nil, nil, '{"value":"' .. (count * 37 % 100) .. '","confidence":"0.6"}')
end
