-- Readers of a site, for wrk: addresses.txt has one a line, as often as it is asked for among all.
-- Called with: addresses.txt, and the seconds that a reader pauses on average, or 0.

local threads = 0
local addresses = {}
local pause = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init(args)
  for line in io.lines(args[1]) do
    addresses[#addresses + 1] = wrk.format("GET", line, { ["Accept-Encoding"] = "gzip" })
  end
  pause = tonumber(args[2]) * 1000
  math.randomseed(id + 1)
end

function request()
  return addresses[math.random(#addresses)]
end

function delay()
  return math.random() * 2 * pause
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"requests": %d, "bytes": %d, "seconds": %.2f, "median": %.2f, "p99": %.2f, "longest": %.2f, '
      .. '"refused": %d, "unread": %d, "unwritten": %d, "late": %d, "bad": %d}\n',
    summary.requests, summary.bytes, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    errors.connect, errors.read, errors.write, errors.timeout, errors.status
  ))
end
