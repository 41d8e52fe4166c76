package io.portage;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells values that never change from others. Types of the project are examined field by field;
 * those of libraries are listed.
 */
final class Immutability {
  private static final String OURS = "io.portage.";

  /**
   * The library classes whose instances do not change; a package or an outer class with its dot.
   */
  private static final List<String> IMMUTABLE =
      List.of(
          "java.lang.invoke.",
          "java.math.",
          "java.nio.charset.",
          "java.time.",
          "java.util.Comparator$",
          "java.util.Comparators$",
          "java.util.regex.",
          "sun.nio.cs.",
          "sun.nio.fs.",
          "sun.util.logging.",
          "jdk.internal.logger.",
          "com.fasterxml.jackson.core.io.SerializedString",
          "com.fasterxml.jackson.core.JsonFactory",
          "com.fasterxml.jackson.databind.", // mappers do not change once they are built
          "com.google.common.collect.Immutable",
          "com.google.common.collect.Regular",
          "com.google.common.collect.Singleton",
          "dev.cel.",
          "org.apache.avro.Schema",
          "org.apache.beam.sdk.coders.",
          "org.apache.beam.sdk.util.FluentBackoff",
          "org.apache.beam.sdk.values.TupleTag",
          "org.apache.commons.csv.CSVFormat",
          "org.joda.time.",
          "org.slf4j.");

  private static final Set<Class<?>> IMMUTABLE_CLASSES =
      Set.of(
          String.class,
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Class.class);

  private static final List<String> IMMUTABLE_COLLECTIONS =
      List.of(
          "java.util.ImmutableCollections$",
          "java.util.Collections$",
          "com.google.common.collect.Immutable",
          "com.google.common.collect.Regular",
          "com.google.common.collect.Singleton");

  private Immutability() {}

  /**
   * Returns true if the value of a static final field never changes.
   *
   * @param ownArray true if the value may be an array, because no other class can reach it
   */
  static boolean isImmutable(Field field, boolean ownArray) {
    Object value = value(field, null);
    return (ownArray || value == null || !value.getClass().isArray() || Array.getLength(value) == 0)
        && isImmutable(value, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static boolean isImmutable(Object value, Set<Object> seen) {
    if (value == null || value.getClass() == Object.class || !seen.add(value)) {
      return true;
    }
    Class<?> type = value.getClass();
    if (type.isArray()) {
      return type.getComponentType().isPrimitive()
          || Arrays.stream((Object[]) value).allMatch(item -> isImmutable(item, seen));
    }
    if (value instanceof Map<?, ?> map) {
      return startsWith(type, IMMUTABLE_COLLECTIONS)
          && isImmutable(map.keySet().toArray(), seen)
          && isImmutable(map.values().toArray(), seen);
    }
    if (value instanceof Collection<?> collection) {
      return startsWith(type, IMMUTABLE_COLLECTIONS) && isImmutable(collection.toArray(), seen);
    }
    if (type.getName().startsWith(OURS)) {
      return hasImmutableFields(value, type, seen);
    }
    return value instanceof Enum || IMMUTABLE_CLASSES.contains(type) || startsWith(type, IMMUTABLE);
  }

  private static boolean hasImmutableFields(Object value, Class<?> type, Set<Object> seen) {
    for (Class<?> each = type; each.getName().startsWith(OURS); each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && (!Modifier.isFinal(field.getModifiers())
                || !isImmutable(value(field, value), seen))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean startsWith(Class<?> type, List<String> prefixes) {
    return prefixes.stream().anyMatch(type.getName()::startsWith);
  }

  private static Object value(Field field, Object owner) {
    try {
      field.setAccessible(true);
      return field.get(owner);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
