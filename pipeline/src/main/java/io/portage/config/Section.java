package io.portage.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The keys and values of one mapping. A key is known once it has been asked for; {@link #finish}
 * records all others.
 */
final class Section {
  private final Reading reading;
  private final String path;
  private final Optional<Mark> place;
  private final boolean there;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final TreeSet<String> known = new TreeSet<>();

  private Section(Reading reading, String path, Optional<Mark> place, boolean there) {
    this.reading = reading;
    this.path = path;
    this.place = place;
    this.there = there;
  }

  /** A mapping that is not there: no key is, and none is missed. */
  static Section absent(Reading reading, String path, Optional<Mark> place) {
    return new Section(reading, path, place, false);
  }

  /** A mapping; records keys that stand twice. */
  static Section of(Reading reading, String path, Optional<Mark> place, MappingNode mapping) {
    Section section = new Section(reading, path, place, true);
    mapping.getValue().forEach(section::add);
    return section;
  }

  private void add(NodeTuple tuple) {
    Optional<Mark> mark = tuple.getKeyNode().getStartMark();
    if (!(tuple.getKeyNode() instanceof ScalarNode node)) {
      reading.problems().add(mark, path, "a key must be a text");
      return;
    }
    String key;
    try {
      key = reading.substitution().apply(node.getValue());
    } catch (Malformed e) {
      reading.problems().add(mark, pathOf(node.getValue()), e.quoting(node.getValue()));
      return;
    }
    Node first = keys.putIfAbsent(key, node);
    if (first == null) {
      values.put(key, tuple.getValueNode());
    } else {
      int line = first.getStartMark().map(Mark::getLine).orElse(-1) + 1;
      reading.problems().add(mark, pathOf(key), "stands twice, first in line " + line);
    }
  }

  /** Whether the mapping stands in the file. */
  boolean isThere() {
    return there;
  }

  /** A key that may be missing. */
  Field optional(String key) {
    known.add(key);
    return field(key);
  }

  /** A key that is recorded when it is missing, unless this whole section is. */
  Field required(String key) {
    return there ? optional(key).required() : optional(key);
  }

  /** All keys, whose names the user has chosen. */
  Collection<Field> entries() {
    known.addAll(keys.keySet());
    return keys.keySet().stream().map(this::field).toList();
  }

  /** Records the keys that nobody has asked for. */
  void finish() {
    keys.forEach(
        (key, node) -> {
          if (!known.contains(key)) {
            String message = "unknown key (" + Spelling.suggest(key, known) + ")";
            reading.problems().add(node.getStartMark(), pathOf(key), message);
          }
        });
  }

  private Field field(String key) {
    Node value = values.get(key);
    Node keyNode = keys.get(key);
    Optional<Mark> at = keyNode == null ? place : keyNode.getStartMark();
    return new Field(reading, pathOf(key), key, at, value);
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
