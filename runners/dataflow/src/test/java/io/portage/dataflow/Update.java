package io.portage.dataflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the obstacles to {@code --update} between the graph of the last release and another. */
final class Update {
  private Update() {}

  static String render(Map<String, List<String>> steps) {
    StringBuilder text = new StringBuilder();
    steps.forEach(
        (name, lines) -> {
          text.append(name).append('\n');
          lines.forEach(line -> text.append("  ").append(line).append('\n'));
        });
    return text.toString();
  }

  static Map<String, List<String>> parse(String text) {
    Map<String, List<String>> steps = new TreeMap<>();
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("  ")) {
        lines.add(line.strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        lines = new ArrayList<>();
        steps.put(line, lines);
      }
    }
    return steps;
  }

  /** Returns one sentence per difference; none if a job of the old graph can be updated. */
  static List<String> obstacles(Map<String, List<String>> released, Map<String, List<String>> now) {
    List<String> obstacles = new ArrayList<>();
    released.forEach(
        (step, lines) -> {
          List<String> today = now.get(step);
          if (today == null) {
            obstacles.add(
                "the step '"
                    + step
                    + "' is gone: an update loses what it held; name its successor by"
                    + " --transformNameMapping, or drain");
          } else if (!today.equals(lines)) {
            obstacles.add(
                "the step '"
                    + step
                    + "' has changed from "
                    + lines
                    + " to "
                    + today
                    + ": what is on its way or kept there could not be read; drain");
          }
        });
    now.keySet().stream()
        .filter(step -> !released.containsKey(step))
        .forEach(step -> obstacles.add("the step '" + step + "' is new: it starts empty"));
    return obstacles;
  }
}
