package io.portage.target.postgres.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TombstoneKey;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fits arrays and writes them as PostgreSQL's array literal: {@code {"a",NULL,"b"}}, with any
 * number of dimensions. Every element is fitted to the element's type.
 */
final class ArrayFitter implements TypeFitter {
  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof String text && text.startsWith("{")) {
      return fit(column, ArrayLiteralReader.read(column, text));
    }
    if (!(value instanceof List<?> list)) {
      throw TypeFitter.refused(column, value);
    }
    TargetColumn element = column.element();
    StringBuilder literal = new StringBuilder();
    append(list, shape(column, list), element.dataType().fitter(), element, literal);
    return literal.toString();
  }

  /** Arrays are equal if they have the same sizes and equal elements. */
  @Override
  public String fold(TargetColumn column, String fitted) throws ValueDoesNotFitException {
    TargetColumn element = column.element();
    StringBuilder folded = new StringBuilder();
    fold(ArrayLiteralReader.read(column, fitted), ColumnFitter.of(element), folded);
    return folded.toString();
  }

  private static void fold(List<?> list, ColumnFitter element, StringBuilder folded)
      throws ValueDoesNotFitException {
    folded.append('{');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        folded.append(',');
      }
      Object value = list.get(i);
      if (value instanceof List<?> nested) {
        fold(nested, element, folded);
      } else {
        appendElement(value == null ? null : TombstoneKey.canonical(element.fitKey(value)), folded);
      }
    }
    folded.append('}');
  }

  @Override
  public boolean knowsEqual(TargetColumn column) {
    return ColumnFitter.of(column.element()).knowsEqualKeys();
  }

  /** Returns the depth of nested lists. All lists of one depth must have the same size. */
  private static int shape(TargetColumn column, List<?> list) throws ValueDoesNotFitException {
    int depth = 1;
    List<?> level = list;
    while (!level.isEmpty() && level.get(0) instanceof List<?> first) {
      for (Object other : level) {
        if (!(other instanceof List<?> sibling) || sibling.size() != first.size()) {
          throw new ValueDoesNotFitException(column, "nested lists of different sizes");
        }
      }
      if (first.isEmpty()) {
        throw new ValueDoesNotFitException(column, "a nested list that is empty");
      }
      level = level.stream().flatMap(nested -> ((List<?>) nested).stream()).toList();
      depth++;
    }
    return depth;
  }

  private static void append(
      List<?> list, int depth, TypeFitter type, TargetColumn element, StringBuilder literal)
      throws ValueDoesNotFitException {
    literal.append('{');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        literal.append(',');
      }
      Object value = list.get(i);
      if (depth > 1) {
        append((List<?>) value, depth - 1, type, element, literal);
      } else if (value instanceof List<?>) {
        throw new ValueDoesNotFitException(element, "nested lists of different depths");
      } else {
        appendElement(value == null ? null : type.fit(element, value), literal);
      }
    }
    literal.append('}');
  }

  private static void appendElement(@Nullable Object fitted, StringBuilder literal) {
    if (fitted == null) {
      literal.append("NULL");
      return;
    }
    appendQuoted(text(fitted), literal);
  }

  /** Appends a text in quotes, as the literals of arrays and of hstore contain it. */
  static void appendQuoted(String text, StringBuilder literal) {
    literal.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        literal.append('\\');
      }
      literal.append(c);
    }
    literal.append('"');
  }

  /** Returns the text from which PostgreSQL reads the fitted element. */
  private static String text(Object fitted) {
    if (fitted instanceof byte[] bytes) {
      return "\\x" + HexFormat.of().formatHex(bytes);
    } else if (fitted instanceof BigDecimal number) {
      return number.toPlainString();
    } else if (fitted instanceof LocalDate date) {
      return date(date) + era(date);
    } else if (fitted instanceof LocalDateTime dateTime) {
      return date(dateTime.toLocalDate())
          + ' '
          + dateTime.toLocalTime()
          + era(dateTime.toLocalDate());
    } else if (fitted instanceof Instant instant) {
      LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
      return date(utc.toLocalDate()) + ' ' + utc.toLocalTime() + 'Z' + era(utc.toLocalDate());
    }
    return fitted.toString();
  }

  private static String date(LocalDate date) {
    String monthAndDay = date.toString().substring(date.toString().length() - 6);
    String year = Integer.toString(date.getYear() > 0 ? date.getYear() : 1 - date.getYear());
    return "0".repeat(Math.max(0, 4 - year.length())) + year + monthAndDay;
  }

  private static String era(LocalDate date) {
    return date.getYear() > 0 ? "" : " BC";
  }
}
