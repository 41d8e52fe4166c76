package io.portage.launcher.console;

import io.portage.launcher.deadletters.DeadLetterFilter;
import io.portage.launcher.inspect.LetterQuery;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, checked. */
final class Parameters {
  private static final int MOST_LETTERS = 500;
  private static final int MOST_PREVIEWS = 50;
  private static final int MOST_TEXT = 4_096;

  private final Map<String, List<String>> given;

  Parameters(Map<String, List<String>> given) {
    this.given = given;
  }

  /** Returns the value of a required parameter. */
  String text(String name) throws Refusal {
    String value = optional(name);
    if (value == null) {
      throw new Refusal(400, "the parameter " + name + " is missing");
    }
    return value;
  }

  @Nullable String optional(String name) throws Refusal {
    List<String> values = given.getOrDefault(name, List.of());
    if (values.isEmpty() || values.get(0).isEmpty()) {
      return null;
    }
    if (values.size() > 1) {
      throw new Refusal(400, "the parameter " + name + " is given twice");
    }
    if (values.get(0).length() > MOST_TEXT) {
      throw new Refusal(400, "the parameter " + name + " is too long");
    }
    return values.get(0);
  }

  List<String> ids() throws Refusal {
    List<String> ids = given.getOrDefault("id", List.of());
    if (ids.isEmpty() || ids.size() > MOST_PREVIEWS) {
      throw new Refusal(400, "1 to " + MOST_PREVIEWS + " parameters id are needed");
    }
    return ids;
  }

  /** Returns the offsets of {@code before=topic-partition:offset}. */
  Map<String, Long> before() throws Refusal {
    Map<String, Long> before = new LinkedHashMap<>();
    for (String one : given.getOrDefault("before", List.of())) {
      int colon = one.lastIndexOf(':');
      if (colon < 1) {
        throw new Refusal(400, "before is topic-partition:offset");
      }
      before.put(one.substring(0, colon), number("before", one.substring(colon + 1)));
    }
    return before;
  }

  LetterQuery letters() throws Refusal {
    List<Stage> stages = new ArrayList<>();
    List<Reason> reasons = new ArrayList<>();
    try {
      for (String stage : given.getOrDefault("stage", List.of())) {
        stages.add(Stage.ofLabel(stage));
      }
      for (String reason : given.getOrDefault("reason", List.of())) {
        reasons.add(Reason.valueOf(reason.toUpperCase(Locale.ROOT)));
      }
    } catch (IllegalArgumentException unknown) {
      throw new Refusal(
          400,
          "an unknown stage or reason; the stages are "
              + Stage.labels()
              + ", the reasons are "
              + List.of(Reason.values()));
    }
    String state = optional("state");
    boolean all = "all".equals(state);
    if (state != null && !all && !state.equals("unresolved")) {
      throw new Refusal(400, "state is 'unresolved' or 'all'");
    }
    String from = optional("from");
    String limit = optional("limit");
    return new LetterQuery(
        new DeadLetterFilter(
            stages,
            reasons,
            instant("since"),
            instant("until"),
            List.of(),
            all,
            optional("table"),
            optional("column"),
            optional("text")),
        from == null ? 0 : (int) Math.min(Integer.MAX_VALUE, number("from", from)),
        limit == null ? 100 : (int) Math.min(MOST_LETTERS, number("limit", limit)));
  }

  private @Nullable Instant instant(String name) throws Refusal {
    String text = optional(name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new Refusal(400, name + " is not an instant (write 2026-09-01T12:00:00Z)");
    }
  }

  private static long number(String name, String text) throws Refusal {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new Refusal(400, name + " is not a number");
    }
    throw new Refusal(400, name + " is below 0");
  }
}
