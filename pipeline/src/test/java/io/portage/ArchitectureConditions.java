package io.portage;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The conditions of {@link ArchitectureRules} that ArchUnit does not have. */
final class ArchitectureConditions {
  /** The maximum length of a method of a DoFn. */
  static final int METHOD_LINES = 40;

  private static final Set<String> CLOCK_METHODS =
      Set.of("now", "systemUTC", "systemDefaultZone", "system", "currentTimeMillis", "nanoTime");

  private ArchitectureConditions() {}

  /** Counts the files of the classes, without {@code package-info.java}. */
  static ArchCondition<JavaClass> resideInAPackageOfAtMost(int files) {
    return new ArchCondition<>("reside in a package of at most " + files + " files") {
      private final Map<String, Set<String>> filesOf = new TreeMap<>();

      @Override
      public void init(Collection<JavaClass> all) {
        filesOf.clear();
      }

      @Override
      public void check(JavaClass item, ConditionEvents events) {
        String file = item.getName().replaceFirst("\\$.*", "");
        if (!file.endsWith(".package-info")) {
          filesOf.computeIfAbsent(item.getPackageName(), name -> new TreeSet<>()).add(file);
        }
      }

      @Override
      public void finish(ConditionEvents events) {
        filesOf.forEach(
            (name, found) -> {
              if (found.size() > files) {
                events.add(
                    SimpleConditionEvent.violated(
                        name, "package " + name + " has " + found.size() + " files"));
              }
            });
      }
    };
  }

  /** Two classes of the same group violate it. */
  static ArchCondition<JavaClass> beTheOnlyOneOf(
      String group, Function<JavaClass, String> groupOf) {
    return new ArchCondition<>("be the only one of its " + group) {
      private final Map<String, Set<String>> classesOf = new TreeMap<>();

      @Override
      public void init(Collection<JavaClass> all) {
        classesOf.clear();
      }

      @Override
      public void check(JavaClass item, ConditionEvents events) {
        classesOf.computeIfAbsent(groupOf.apply(item), name -> new TreeSet<>()).add(item.getName());
      }

      @Override
      public void finish(ConditionEvents events) {
        classesOf.forEach(
            (name, found) -> {
              if (found.size() > 1) {
                events.add(
                    SimpleConditionEvent.violated(name, group + " " + name + " has " + found));
              }
            });
      }
    };
  }

  /** Searches the text constants of the class file. */
  static ArchCondition<JavaClass> containNoTextLike(String regex) {
    Pattern pattern = Pattern.compile("\\b(?:" + regex + ")\\b");
    return new ArchCondition<>("contain no text like " + regex) {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        for (String text : ClassFileTexts.of(item)) {
          if (pattern.matcher(text).find()) {
            events.add(
                SimpleConditionEvent.violated(item, item.getName() + " contains \"" + text + '"'));
          }
        }
      }
    };
  }

  /** Compares the lines from the first to the last access to another member. */
  static ArchCondition<JavaMethod> beShort(Set<String> longMethods) {
    return new ArchCondition<>("have at most " + METHOD_LINES + " lines") {
      @Override
      public void check(JavaMethod item, ConditionEvents events) {
        int first = item.getSourceCodeLocation().getLineNumber();
        int last = first;
        for (JavaAccess<?> access : item.getAccessesFromSelf()) {
          last = Math.max(last, access.getLineNumber());
        }
        if (last - first >= METHOD_LINES && !longMethods.contains(item.getFullName())) {
          events.add(
              SimpleConditionEvent.violated(
                  item, item.getFullName() + " has " + (last - first + 1) + " lines"));
        }
      }
    };
  }

  /** A static field is final, and its value has no content that changes. */
  static ArchCondition<JavaField> neverChange() {
    return new ArchCondition<>("never change") {
      @Override
      public void check(JavaField item, ConditionEvents events) {
        if (changes(item)) {
          events.add(SimpleConditionEvent.violated(item, item.getFullName() + " can change"));
        }
      }
    };
  }

  /** Returns true if the static field, or the content of its value, can change. */
  static boolean changes(JavaField field) {
    if (field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
      return false; // the array of an enum's values, and the like
    }
    if (!field.getModifiers().contains(JavaModifier.FINAL)) {
      return true;
    }
    return !Immutability.isImmutable(
        field.reflect(), field.getModifiers().contains(JavaModifier.PRIVATE));
  }

  /** Calls of, and references to, methods that read the system's clock. */
  static ArchCondition<JavaClass> notReadTheSystemClock() {
    return new ArchCondition<>("not read the system's clock") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        clockReads(item).forEach(read -> events.add(SimpleConditionEvent.violated(item, read)));
      }
    };
  }

  /** Returns a description of each access to the system's clock. */
  static List<String> clockReads(JavaClass javaClass) {
    List<String> reads = new ArrayList<>();
    for (JavaCodeUnitAccess<?> access : javaClass.getCodeUnitAccessesFromSelf()) {
      if (readsClock(access.getTarget())) {
        reads.add(access.getDescription());
      }
    }
    return reads;
  }

  private static boolean readsClock(CodeUnitAccessTarget target) {
    String owner = target.getOwner().getName();
    boolean constructor = target.getName().equals("<init>");
    if (constructor) {
      return target.getRawParameterTypes().isEmpty()
          && (owner.equals("java.util.Date") || owner.startsWith("org.joda.time."));
    }
    return (owner.startsWith("java.time.")
            || owner.startsWith("org.joda.time.")
            || owner.equals("java.lang.System"))
        && CLOCK_METHODS.contains(target.getName())
        && target.getRawParameterTypes().stream()
            .noneMatch(type -> type.isEquivalentTo(Clock.class));
  }

  /** The text constants of class files. */
  private static final class ClassFileTexts {
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int STRING = 8;

    static List<String> of(JavaClass javaClass) {
      try (DataInputStream in =
          new DataInputStream(javaClass.getSource().orElseThrow().getUri().toURL().openStream())) {
        in.readInt(); // the magic number
        in.readInt(); // the version
        return constants(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static List<String> constants(DataInputStream in) throws IOException {
      int count = in.readUnsignedShort();
      Map<Integer, String> utf8 = new TreeMap<>();
      List<Integer> strings = new ArrayList<>();
      for (int i = 1; i < count; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case UTF8 -> utf8.put(i, in.readUTF());
          case STRING -> strings.add(in.readUnsignedShort());
          case 7, 16, 19, 20 -> in.readUnsignedShort();
          case 15 -> in.skipNBytes(3);
          case LONG, DOUBLE -> {
            in.readLong();
            i++;
          }
          case 3, 4, 9, 10, 11, 12, 17, 18 -> in.readInt();
          default -> throw new IOException("constant of the unknown kind " + tag);
        }
      }
      return strings.stream().map(utf8::get).toList();
    }
  }
}
