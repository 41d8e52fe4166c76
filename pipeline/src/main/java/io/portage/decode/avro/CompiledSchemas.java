package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import io.portage.decode.registry.SchemaId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The readers of schemas, compiled once per schema. Thread-safe.
 *
 * @param <T> the type of the readers
 */
final class CompiledSchemas<T> {
  /** Beyond so many schemas all are compiled again when needed. */
  private static final int MOST = 2_000;

  private final WriterSchemas schemas;
  private final Function<Schema, T> compiler;
  private final ConcurrentHashMap<SchemaId, Compiled<T>> compiled = new ConcurrentHashMap<>();

  /** Written without a lock: every cached entry is correct, the last is only the most likely. */
  private @Nullable Compiled<T> last;

  private record Compiled<T>(SchemaId id, @Nullable T reader, @Nullable String problem) {}

  /**
   * Creates an empty cache.
   *
   * @param compiler throws IllegalArgumentException for a schema that the format cannot use
   */
  CompiledSchemas(WriterSchemas schemas, Function<Schema, T> compiler) {
    this.schemas = schemas;
    this.compiler = compiler;
  }

  /**
   * Returns the reader of an id's schema; may wait for the schema.
   *
   * @throws MalformedException if there is no schema of this id, or the format cannot use it
   */
  T reader(SchemaId id) throws MalformedException {
    Compiled<T> found = last;
    if (found == null || !found.id.equals(id)) {
      found = compiled.get(id);
      if (found == null) {
        found = compile(id);
      }
      last = found;
    }
    if (found.reader == null) {
      throw new MalformedException("the " + id + ": " + found.problem);
    }
    return found.reader;
  }

  private Compiled<T> compile(SchemaId id) throws MalformedException {
    Schema schema = schemas.schema(id);
    Compiled<T> result;
    try {
      result = new Compiled<>(id, compiler.apply(schema), null);
    } catch (IllegalArgumentException e) {
      result = new Compiled<>(id, null, String.valueOf(e.getMessage()));
    }
    if (compiled.size() >= MOST) {
      compiled.clear();
    }
    compiled.put(id, result);
    return result;
  }
}
