package io.portage.target.postgres.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an array from PostgreSQL's literal {@code {1,"b",NULL,{...}}}. */
final class ArrayLiteralReader {
  private static final int MAX_DEPTH = 6;

  private final TargetColumn column;
  private final String text;
  private int at;

  private ArrayLiteralReader(TargetColumn column, String text) {
    this.column = column;
    this.text = text;
  }

  /** Returns the elements as texts, nulls and lists. */
  static List<@Nullable Object> read(TargetColumn column, String text)
      throws ValueDoesNotFitException {
    ArrayLiteralReader reader = new ArrayLiteralReader(column, text);
    List<@Nullable Object> list = reader.list(1);
    if (reader.at < text.length()) {
      throw reader.wrong();
    }
    return list;
  }

  private List<@Nullable Object> list(int depth) throws ValueDoesNotFitException {
    if (depth > MAX_DEPTH) {
      throw new ValueDoesNotFitException(column, "lists nested deeper than " + MAX_DEPTH);
    }
    List<@Nullable Object> list = new ArrayList<>();
    expect('{');
    if (peek() == '}') {
      at++;
      return list;
    }
    while (true) {
      list.add(peek() == '{' ? list(depth + 1) : element());
      if (peek() == '}') {
        at++;
        return list;
      }
      expect(',');
    }
  }

  private @Nullable Object element() throws ValueDoesNotFitException {
    if (peek() == '"') {
      at++;
      return quoted();
    }
    StringBuilder element = new StringBuilder();
    int end = 0;
    for (char c = peek(); c != ',' && c != '}'; c = raw()) {
      if (c == '{' || c == '"') {
        throw wrong();
      }
      boolean escaped = c == '\\';
      if (escaped) {
        at++;
        c = raw();
      }
      element.append(c);
      end = escaped || !isSpace(c) ? element.length() : end;
      at++;
    }
    if (end == 0) {
      throw wrong();
    }
    element.setLength(end);
    return element.toString().equalsIgnoreCase("NULL") ? null : element.toString();
  }

  private String quoted() throws ValueDoesNotFitException {
    StringBuilder element = new StringBuilder();
    for (char c = raw(); c != '"'; c = raw()) {
      if (c == '\\') {
        at++;
        c = raw();
      }
      element.append(c);
      at++;
    }
    at++;
    return element.toString();
  }

  private void expect(char wanted) throws ValueDoesNotFitException {
    if (peek() != wanted) {
      throw wrong();
    }
    at++;
  }

  private char peek() throws ValueDoesNotFitException {
    while (isSpace(raw())) {
      at++;
    }
    return raw();
  }

  private char raw() throws ValueDoesNotFitException {
    if (at >= text.length()) {
      throw wrong();
    }
    return text.charAt(at);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private ValueDoesNotFitException wrong() {
    return new ValueDoesNotFitException(column, "text that is not an array");
  }
}
