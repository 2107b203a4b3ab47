-- The same GET again and again. LOAD_TOKEN and LOAD_COOKIE say who asks.
dofile(os.getenv("LOAD_WRK") .. "/report.lua")
wrk.headers["Accept"] = "application/json"
if os.getenv("LOAD_TOKEN") then wrk.headers["Authorization"] = "Bearer " .. os.getenv("LOAD_TOKEN") end
if os.getenv("LOAD_COOKIE") then wrk.headers["Cookie"] = os.getenv("LOAD_COOKIE") end
done = report
