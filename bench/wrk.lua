-- Sends the requests of a file one after the other, again and again.
local entries, made, at = nil, {}, 0

function init(args)
  entries = dofile(args[1])
  for n, entry in ipairs(entries) do
    local method, body = "GET", nil
    if entry.body ~= "" then method, body = "POST", entry.body end
    made[n] = wrk.format(method, entry.path, entry.headers, body)
  end
end

function request()
  at = at % #made + 1
  return made[at]
end
