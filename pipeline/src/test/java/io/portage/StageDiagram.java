package io.portage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stages in the picture of a Markdown page: the fenced block that has a line of Read. */
final class StageDiagram {
  private static final String THIRD_COLUMN = "shared packages that it uses";

  /** A capitalized word in the first column, and text in the second one. */
  private static final Pattern STAGE =
      Pattern.compile("^\\W*(?:Kafka\\s+)?([A-Z]\\w+) {2,}(\\S+).*");

  private StageDiagram() {}

  /** Returns the names of the stages in the order of the picture. */
  static List<String> stages(List<String> page) {
    return picture(page).stream()
        .map(STAGE::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1))
        .toList();
  }

  /**
   * Returns by package of a stage the packages that the third column names; other words of that
   * column are ignored.
   *
   * @param packages all packages, without the root
   */
  static Map<String, Set<String>> sharedPackages(List<String> page, Set<String> packages) {
    Map<String, Set<String>> named = new TreeMap<>();
    int column = -1;
    Set<String> ofStage = new TreeSet<>();
    for (String line : picture(page)) {
      if (line.contains(THIRD_COLUMN) || line.isBlank()) {
        column = line.indexOf(THIRD_COLUMN);
      }
      Matcher stage = STAGE.matcher(line);
      if (stage.matches()) {
        ofStage = named.computeIfAbsent(stage.group(2), name -> new TreeSet<>());
      }
      if (column >= 0 && line.length() > column) {
        ofStage.addAll(words(line.substring(column), packages));
      }
    }
    return named;
  }

  private static Set<String> words(String text, Set<String> packages) {
    Set<String> found = new TreeSet<>(List.of(text.split("[^a-z.]+")));
    found.retainAll(packages);
    return found;
  }

  private static List<String> picture(List<String> page) {
    List<String> block = new ArrayList<>();
    boolean inside = false;
    for (String line : page) {
      if (line.startsWith("```")) {
        if (inside && block.stream().anyMatch(StageDiagram::isRead)) {
          return block;
        }
        inside = !inside;
        block = new ArrayList<>();
      } else if (inside) {
        block.add(line);
      }
    }
    return List.of();
  }

  private static boolean isRead(String line) {
    Matcher stage = STAGE.matcher(line);
    return stage.matches() && stage.group(1).equals("Read");
  }
}
