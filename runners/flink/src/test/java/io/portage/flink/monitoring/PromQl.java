package io.portage.flink.monitoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the series that a Prometheus expression reads; supports the grammar that the rules here
 * use.
 */
final class PromQl {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String TEXT = "\"((?:[^\"\\\\]|\\\\.)*)\"";
  private static final Pattern SELECTOR =
      Pattern.compile("(?<![\\w:])(" + NAME + ")?\\{((?:[^\"}]|" + TEXT + ")*)}");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!=|!~|=)\\s*" + TEXT);
  private static final Pattern LABELS =
      Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern BARE =
      Pattern.compile("(?<![\\w:.])(" + NAME + ")(?![\\w:])(?!\\s*\\()");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");

  private PromQl() {}

  /**
   * A set of series.
   *
   * @param name a pattern of the metric's name
   * @param labels patterns of labels, without those that contain a dashboard variable
   */
  record Selector(String name, Map<String, String> labels) {
    /** Returns true if the sample is in the set. */
    boolean accepts(Scrape.MetricSample sample) {
      return sample.name().matches(name)
          && labels.entrySet().stream()
              .allMatch(
                  label ->
                      sample.labels().getOrDefault(label.getKey(), "").matches(label.getValue()));
    }
  }

  /** Returns the series that {@code expression} reads. */
  static List<Selector> selectors(String expression) {
    List<Selector> found = new ArrayList<>();
    Matcher selectors = SELECTOR.matcher(expression);
    while (selectors.find()) {
      found.add(selector(selectors.group(1), selectors.group(2)));
    }
    String rest = selectors.replaceAll(" ");
    rest = rest.replaceAll(TEXT, " ").replaceAll("\\[[^]]*]", " ");
    Matcher names = BARE.matcher(LABELS.matcher(rest).replaceAll(" "));
    while (names.find()) {
      if (!WORDS.contains(names.group(1))) {
        found.add(new Selector(names.group(1), Map.of()));
      }
    }
    return found;
  }

  private static Selector selector(String name, String matchers) {
    String wanted = name;
    Map<String, String> labels = new HashMap<>();
    Matcher matcher = MATCHER.matcher(matchers);
    while (matcher.find()) {
      String operator = matcher.group(2);
      String value = operator.equals("=") ? Pattern.quote(matcher.group(3)) : matcher.group(3);
      if (matcher.group(1).equals("__name__")) {
        wanted = value;
      } else if (!value.contains("$") && !operator.startsWith("!")) {
        labels.put(matcher.group(1), value);
      }
    }
    if (wanted == null) {
      throw new IllegalArgumentException("a selector without a name: {" + matchers + "}");
    }
    return new Selector(wanted, labels);
  }
}
