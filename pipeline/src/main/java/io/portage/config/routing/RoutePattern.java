package io.portage.config.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression of sources with a template of their targets. Immutable. */
public final class RoutePattern {
  private static final Pattern GROUP = Pattern.compile("\\$([1-9])");

  private final Pattern from;

  /** The texts of the template before, between and after its groups. */
  private final List<String> texts = new ArrayList<>();

  private final List<Integer> groups = new ArrayList<>();

  private RoutePattern(String from, String to) {
    this.from = Pattern.compile(from);
    Matcher matcher = GROUP.matcher(to);
    int at = 0;
    while (matcher.find()) {
      texts.add(to.substring(at, matcher.start()));
      groups.add(Integer.valueOf(matcher.group(1)));
      at = matcher.end();
    }
    texts.add(to.substring(at));
  }

  /**
   * Compiles a route.
   *
   * @throws java.util.regex.PatternSyntaxException if {@code from} is not a regular expression
   */
  public static RoutePattern of(String from, String to) {
    return new RoutePattern(from, to);
  }

  /** Returns the error of the template, or empty. */
  public Optional<String> problem() {
    int most = from.matcher("").groupCount();
    for (int group : groups) {
      if (group > most) {
        return Optional.of("$" + group + " names no group: fromPattern has " + most);
      }
    }
    return texts.stream().anyMatch(text -> text.indexOf('$') >= 0)
        ? Optional.of("has a $ that is not followed by a digit from 1 to 9")
        : Optional.empty();
  }

  /** Returns the target of a source; empty if the whole name does not match. */
  public Optional<String> targetOf(String source) {
    Matcher matcher = from.matcher(source);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    StringBuilder target = new StringBuilder(texts.get(0));
    for (int i = 0; i < groups.size(); i++) {
      String group = matcher.group(groups.get(i));
      target.append(group == null ? "" : group).append(texts.get(i + 1));
    }
    return Optional.of(target.toString());
  }

  /** Returns true if the template can give {@code target}, with groups of any text. */
  public boolean mayLeadTo(String target) {
    StringBuilder shape = new StringBuilder(Pattern.quote(texts.get(0)));
    for (int i = 0; i < groups.size(); i++) {
      shape.append("(.*)").append(Pattern.quote(texts.get(i + 1)));
    }
    return Pattern.matches(shape.toString(), target);
  }

  /**
   * Returns true if no two sources have one target for certain: the expression has only literal
   * text outside of its groups, and the template has the same groups in the same order with the
   * same text between them.
   */
  public boolean isOneToOne() {
    List<String> literals = literals(from.pattern());
    if (literals.size() != groups.size() + 1) {
      return false;
    }
    for (int i = 0; i < groups.size(); i++) {
      boolean isFirst = i == 0;
      if (groups.get(i) != i + 1 || (!isFirst && !literals.get(i).equals(texts.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** Returns true if the text up to the next bracket is the content of a capturing group. */
  private static boolean isWholeGroup(String inside) {
    if (inside.startsWith("?") || inside.contains("(") || inside.contains("\\Q")) {
      return false;
    }
    try {
      return Pattern.compile(inside).pattern().equals(inside);
    } catch (PatternSyntaxException e) {
      return false; // the bracket is a part of the content, as in [)]
    }
  }

  /** Returns the texts around the groups; none if there is anything else, or a nested group. */
  private static List<String> literals(String expression) {
    List<String> literals = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int at = 0; at < expression.length(); at++) {
      char c = expression.charAt(at);
      if (c == '(') {
        int end = expression.indexOf(')', at);
        String inside = end < 0 ? "(" : expression.substring(at + 1, end);
        if (!isWholeGroup(inside)) {
          return List.of();
        }
        literals.add(literal.toString());
        literal.setLength(0);
        at = end;
      } else if (c == '\\' && at + 1 < expression.length()) {
        char escaped = expression.charAt(++at);
        if (Character.isLetterOrDigit(escaped)) {
          return List.of();
        }
        literal.append(escaped);
      } else if (Character.isLetterOrDigit(c) || c == '_' || c == '-') {
        literal.append(c);
      } else {
        return List.of();
      }
    }
    literals.add(literal.toString());
    return literals;
  }
}
