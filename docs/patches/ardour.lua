--[[ Ardour's engine without its window leads ghostnote and records it, over JACK with its MIDI bridge (docs/daw.md):

    ghostnote play --clock midi
    ardour7-lua docs/patches/ardour.lua FOLDER SECONDS

In a new session in FOLDER it sends its MIDI clock to "ghostnote in", rolls for so long with an armed track that listens to
"ghostnote out", and prints what is on the track then, a line a note: "recorded PITCH CHANNEL BEAT:TICK", 1920 ticks a beat.
Tried with Ardour 7.3. ]]
local folder, seconds = arg[1], tonumber(arg[2])
local midi = ARDOUR.DataType("midi")

-- The full name of the first port that has `name` in it; waits for one.
local function port(name)
	while true do
		local _, found = AudioEngine:get_backend_ports(name, midi, 0, C.StringVector())
		for full in found[4]:iter() do return full end
		sleep(1)
	end
end

AudioEngine:set_backend("JACK", "ardour", "")
local session = create_session(folder, "take", 48000)
local one, last = ARDOUR.ChanCount(midi, 1), ARDOUR.PresentationInfo.max_order
local mode = ARDOUR.TrackMode.Normal
local track = session:new_midi_track(one, one, true, ARDOUR.PluginInfo(), nil, nil, 1, "ghost", last, mode, false, true):front()
track:input():nth(0):connect(port("ghostnote out"))
ARDOUR.config():set_send_midi_clock(true)
AudioEngine:connect("ardour:MIDI Clock out", port("ghostnote in"))

local user = ARDOUR.TransportRequestSource.TRS_UI
track:rec_enable_control():set_value(1, PBD.GroupControlDisposition.NoGroup)
session:maybe_enable_record(false)
session:request_roll(user)
sleep(seconds)
session:request_stop(false, false, user)
-- A region is made of what was recorded, in its time; where nothing was, there is none.
for _ = 1, 10 do
	sleep(1)
	if not track:playlist():region_list():empty() then break end
end

for region in track:playlist():region_list():iter() do
	for note in ARDOUR.LuaAPI.note_list(region:to_midiregion():midi_source(0):model()):iter() do
		print("recorded " .. note:note() .. " " .. note:channel() + 1 .. " " .. note:time():str())
	end
end
close_session()
quit()
