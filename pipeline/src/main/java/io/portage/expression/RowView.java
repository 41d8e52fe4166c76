package io.portage.expression;

import dev.cel.runtime.CelVariableResolver;
import io.portage.model.Row;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A row as CEL's map, and the scope in which that map is {@code row}. Nothing is copied. */
final class RowView extends AbstractMap<String, Object> implements CelVariableResolver {
  private final Row row;

  /** The last name, cached because CEL checks for a column before it reads the value. */
  private @Nullable String asked;

  private int askedAt;

  RowView(Row row) {
    this.row = row;
  }

  @Override
  public Optional<Object> find(String name) {
    return name.equals(Program.ROW) ? Optional.of(this) : Optional.empty();
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return key instanceof String name && at(name) >= 0;
  }

  private int at(String name) {
    if (!name.equals(asked)) {
      asked = name;
      askedAt = row.columns().indexOf(name);
    }
    return askedAt;
  }

  /** Returns null only if the column is absent: a null value is CEL's null. */
  @Override
  public @Nullable Object get(@Nullable Object key) {
    if (!(key instanceof String name)) {
      return null;
    }
    int at = at(name);
    return at < 0 ? null : CelValues.toCel(row.get(at));
  }

  @Override
  public int size() {
    return row.size();
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return row.size();
      }

      @Override
      public Iterator<Map.Entry<String, Object>> iterator() {
        return IntStream.range(0, row.size())
            .<Map.Entry<String, Object>>mapToObj(
                at -> Map.entry(row.columns().names().get(at), CelValues.toCel(row.get(at))))
            .iterator();
      }
    };
  }
}
