// A peer of an Ableton Link session, by Ableton's own library (ableton-link-dev): `link-peer BPM`.
//
// Start/stop sync is on. Each line on standard input is answered by one line of JSON, which says how the session is
// then: `state`, `tempo BPM`, `play`, `stop`. `quit`, or the end of the input, says goodbye to the others.

#include <ableton/Link.hpp>

#include <iostream>
#include <sstream>
#include <string>

namespace {

using Micros = std::chrono::microseconds;

constexpr double quantum = 4;

/** One instant on Link's clock, which is CLOCK_MONOTONIC_RAW, and on CLOCK_MONOTONIC, which is Node's. */
struct Instant {
  Micros link;
  Micros node;
};

/** The closest of some pairs: a thread may lose its core between two readings. */
Instant read_clocks(const ableton::Link &link) {
  const ableton::platforms::linux::ClockMonotonic node;
  Instant closest{};
  Micros least = Micros::max();
  for (int i = 0; i < 8; i += 1) {
    const Micros before = node.micros();
    const Micros between = link.clock().micros();
    const Micros after = node.micros();
    if (after - before >= least) continue;
    least = after - before;
    closest = {between, before + least / 2};
  }
  return closest;
}

void answer(const ableton::Link &link) {
  const Instant now = read_clocks(link);
  const auto session = link.captureAppSessionState();
  std::cout << "{\"peers\":" << link.numPeers() << ",\"tempo\":" << session.tempo()
            << ",\"playing\":" << (session.isPlaying() ? "true" : "false")
            << ",\"micros\":" << now.node.count()
            << ",\"beat\":" << session.beatAtTime(now.link, quantum)
            << ",\"phase\":" << session.phaseAtTime(now.link, quantum) << "}" << std::endl;
}

/** False where the line is no command. */
bool obey(ableton::Link &link, const std::string &line) {
  std::istringstream words{line};
  std::string command;
  words >> command;
  if (command == "state") return true;
  auto session = link.captureAppSessionState();
  double bpm = 0;
  if (command == "tempo" && words >> bpm) {
    session.setTempo(bpm, link.clock().micros());
  } else if (command == "play" || command == "stop") {
    session.setIsPlaying(command == "play", link.clock().micros());
  } else {
    return false;
  }
  link.commitAppSessionState(session);
  return true;
}

} // namespace

int main(int count, char *words[]) {
  if (count != 2) return 64;
  ableton::Link link{std::stod(words[1])};
  link.enableStartStopSync(true);
  link.enable(true);
  std::cout.precision(17);
  for (std::string line; std::getline(std::cin, line) && line != "quit";) {
    if (!obey(link, line)) return 64;
    answer(link);
  }
}
