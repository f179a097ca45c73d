-- Sends the requests of a file one after the other, again and again. With a second argument, each "@" of a body is
-- a number: that one in the first request, then one more in each.
local entries, made, at, number = nil, {}, 0, nil

local function formatted(entry, body)
  if body == "" then return wrk.format("GET", entry.path, entry.headers, nil) end
  return wrk.format("POST", entry.path, entry.headers, body)
end

function init(args)
  entries = dofile(args[1])
  number = args[2] and tonumber(args[2])
  for n, entry in ipairs(entries) do
    made[n] = number and entry or formatted(entry, entry.body)
  end
end

function request()
  at = at % #made + 1
  if not number then return made[at] end
  number = number + 1
  local body = string.gsub(made[at].body, "@", string.format("%.0f", number))
  return formatted(made[at], body)
end
