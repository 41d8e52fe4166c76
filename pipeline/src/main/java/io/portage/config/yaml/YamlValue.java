package io.portage.config.yaml;

import io.portage.config.Secret;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The value of one key, which may be missing; a YAML null counts as missing.
 *
 * <p>Every getter records an error and then returns its default, so that reading continues and
 * finds the remaining errors.
 */
public final class YamlValue {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

  private final YamlContext yamlContext;
  private final String path;
  private final String name;
  private final Optional<Mark> place;
  private final @Nullable Node node;

  /**
   * Creates a value.
   *
   * @param path the dotted key
   * @param name the last part of the key
   * @param place the position of the key, or of the enclosing mapping if the key is missing
   * @param node the value, or null if the key is missing
   */
  public YamlValue(
      YamlContext yamlContext,
      String path,
      String name,
      Optional<Mark> place,
      @Nullable Node node) {
    this.yamlContext = yamlContext;
    this.path = path;
    this.name = name;
    // The mark of a block is that of its first key, one line too low.
    this.place = node instanceof ScalarNode ? node.getStartMark() : place;
    this.node = node;
  }

  /** Parses a text. */
  public interface ValueParser<T> {
    T parse(String text) throws InvalidValueException;
  }

  /** The last part of the dotted key. */
  public String name() {
    return name;
  }

  /** The dotted key. */
  public String path() {
    return path;
  }

  /** Returns true if there is a value. */
  public boolean isPresent() {
    return node != null && !isNull();
  }

  /** Returns true if the key has no value or YAML's null. */
  public boolean isNull() {
    return node instanceof ScalarNode scalar
        && scalar.isPlain()
        && NULLS.contains(scalar.getValue());
  }

  /** Records an error at this value. */
  public void reject(String message) {
    yamlContext.errors().add(place, path, message);
  }

  /** Returns the parsed value, or {@code otherwise} if it is missing or invalid. */
  public <T> T parse(ValueParser<T> parser, T otherwise) {
    return scalar().flatMap(scalar -> parse(parser, scalar, /* quoted= */ true)).orElse(otherwise);
  }

  /** Returns a text that is not empty; {@code ""} if it is missing or invalid. */
  public String text() {
    return text("");
  }

  /** Returns a text that is not empty, or {@code otherwise} if it is missing or invalid. */
  public String text(String otherwise) {
    return optionalText().orElse(otherwise);
  }

  /** Returns a text that is not empty; empty if it is missing or invalid. */
  public Optional<String> optionalText() {
    Optional<String> text = scalar().flatMap(scalar -> parse(given -> given, scalar, true));
    if (text.isPresent() && text.get().isBlank()) {
      reject("must not be empty");
      return Optional.empty();
    }
    return text;
  }

  /** Returns true if the value is a mapping. */
  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  /** Returns true if the value is a text, a number or another single value. */
  public boolean isText() {
    return isPresent() && node instanceof ScalarNode;
  }

  /** Returns a text that no message quotes, which may be empty. */
  public Secret secretText() {
    return scalar().flatMap(scalar -> parse(Secret::of, scalar, false)).orElse(Secret.of(""));
  }

  /** Returns a whole number, a boolean, or else a text; {@code ""} if it is missing or invalid. */
  public Serializable constant() {
    Optional<String> text = scalar().flatMap(scalar -> parse(given -> given, scalar, true));
    boolean isPlain = node instanceof ScalarNode scalar && scalar.isPlain();
    if (text.isPresent() && isPlain && WHOLE_NUMBER.matcher(text.get()).matches()) {
      return Long.valueOf(text.get());
    }
    boolean isBoolean = isPlain && text.filter(Set.of("true", "false")::contains).isPresent();
    return isBoolean ? Boolean.valueOf(text.get()) : text.orElse("");
  }

  /** Returns an integer from {@code min} to {@code max}, or {@code otherwise}. */
  public int integer(int otherwise, int min, int max) {
    return parse(text -> ValueParsers.integer(text, min, max), otherwise);
  }

  /** Returns a duration from {@code min} to {@link DurationParser#MAX}, or {@code otherwise}. */
  public Duration duration(Duration otherwise, Duration min) {
    return parse(text -> DurationParser.parse(text, min), otherwise);
  }

  /** Returns the value of one of the labels of {@code choices}, or {@code otherwise}. */
  public <T> T choice(Map<String, T> choices, T otherwise) {
    return choice(choices).orElse(otherwise);
  }

  /**
   * Returns the value of one of the labels, if there is one. A YAML null is the label {@code null}.
   */
  public <T> Optional<T> choice(Map<String, T> choices) {
    return isNull()
        ? Optional.ofNullable(choices.get("null"))
        : scalar()
            .flatMap(scalar -> parse(text -> ValueParsers.choice(text, choices), scalar, true));
  }

  /** Returns the mapping; an absent one if it is missing or invalid. */
  public YamlMapping section() {
    if (!isPresent()) {
      return YamlMapping.absent(yamlContext, path, place);
    }
    if (node instanceof MappingNode mapping) {
      return YamlMapping.of(yamlContext, path, place, mapping);
    }
    reject("expected keys and values, found " + kind());
    return YamlMapping.absent(yamlContext, path, place);
  }

  /** Returns the elements of a list that is not empty; none if it is missing or invalid. */
  public List<YamlValue> items() {
    if (!isPresent()) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      reject("expected a list, found " + kind());
      return List.of();
    }
    if (sequence.getValue().isEmpty()) {
      reject("must not be empty");
    }
    List<YamlValue> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      String index = "[" + items.size() + "]";
      items.add(
          new YamlValue(yamlContext, path + index, name + index, item.getStartMark(), item)
              .required());
    }
    return items;
  }

  /** Records an error if this value is missing, and returns this value. */
  public YamlValue required() {
    if (!isPresent()) {
      reject("is missing");
    }
    return this;
  }

  private Optional<ScalarNode> scalar() {
    if (isPresent() && !(node instanceof ScalarNode)) {
      reject("expected one value, found " + kind());
    }
    return isPresent() && node instanceof ScalarNode scalar
        ? Optional.of(scalar)
        : Optional.empty();
  }

  private <T> Optional<T> parse(ValueParser<T> parser, ScalarNode scalar, boolean quoted) {
    try {
      return Optional.of(parser.parse(yamlContext.substitution().apply(scalar.getValue())));
    } catch (InvalidValueException e) {
      reject(quoted ? e.quoting(scalar.getValue()) : String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private String kind() {
    if (node instanceof MappingNode) {
      return "keys and values";
    }
    return node instanceof SequenceNode ? "a list" : "one value";
  }
}
