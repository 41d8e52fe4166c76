package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.decode.envelope.ValueConverter;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images of one field ({@code before} or {@code after}) of one topic's events.
 *
 * <p>Images of one field nearly always have the same columns. Each name is therefore first compared
 * with the name at the same place of the previous image, and only the array of values is allocated.
 */
public final class JsonImageReader {
  /**
   * The columns of an image with their converters.
   *
   * @param typed true if the schema contains all columns, see {@link Image#typed}
   * @param comparable true if all names can be compared as bytes
   */
  private record ImageShape(
      SerializedString[] names,
      Columns columns,
      ValueConverter[] conversions,
      boolean typed,
      boolean comparable) {}

  private final String place;
  private final UnavailablePlaceholder unavailable;
  private final Map<String, ValueConverter> conversions;
  private final boolean untyped;
  private final BoundedMemo<Columns, ImageShape> shapes = new BoundedMemo<>();

  /** Written without a lock: every shape is correct here, the last one is only the most likely. */
  private ImageShape last;

  private JsonImageReader(
      String place,
      UnavailablePlaceholder unavailable,
      Map<String, ValueConverter> conversions,
      boolean untyped) {
    this.place = place;
    this.unavailable = unavailable;
    this.conversions = conversions;
    this.untyped = untyped;
    this.last = shape(Columns.of());
  }

  /**
   * Creates a reader of images whose JSON values are the column values.
   *
   * @param place the name of the field, for messages
   * @param unavailable the placeholder for unavailable values
   */
  public static JsonImageReader untyped(String place, UnavailablePlaceholder unavailable) {
    return new JsonImageReader(place, unavailable, Map.of(), true);
  }

  /**
   * Creates a reader of images whose types come from a schema.
   *
   * @param place the name of the field, for messages
   * @param unavailable the placeholder for unavailable values
   * @param conversions converters by column, {@link ValueConverter#NONE} if the JSON value is the
   *     column value; an image with a column that is not in the map is not {@link Image#typed}
   */
  public static JsonImageReader typed(
      String place, UnavailablePlaceholder unavailable, Map<String, ValueConverter> conversions) {
    return new JsonImageReader(place, unavailable, conversions, false);
  }

  /**
   * Reads the image at the parser's current token; null if it is null.
   *
   * @param other the same row's other image, or null; equal texts become the same object
   */
  @Nullable
  public Image read(JsonParser parser, @Nullable Image other)
      throws IOException, MalformedException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.START_OBJECT) {
      throw new MalformedException(place + " is neither an object nor null");
    }
    ImageShape shape = last;
    @Nullable Object[] values = new Object[shape.names.length];
    Row likely = other != null && other.row().columns().equals(shape.columns) ? other.row() : null;
    int size = 0;
    // Jackson compares the bytes with the expected name, which is faster than a lookup.
    while (size < values.length && parser.nextFieldName(shape.names[size])) {
      parser.nextToken();
      String name = shape.columns.names().get(size);
      Object value = value(parser, name, likely == null ? null : likely.get(size));
      values[size] = converted(value, name, shape.conversions[size]);
      size++;
    }
    String unlikely = size < values.length ? parser.getCurrentName() : parser.nextFieldName();
    if (parser.currentToken() == JsonToken.FIELD_NAME) {
      return readOther(parser, unlikely, shape.columns.names().subList(0, size), values);
    }
    return size == values.length
        ? UnavailablePlaceholder.image(shape.columns, values, shape.typed)
        : image(shape.columns.names().subList(0, size), values);
  }

  /** Reads the rest of an image whose columns differ from those of the previous image. */
  private Image readOther(
      JsonParser parser, String first, List<String> known, @Nullable Object[] values)
      throws IOException, MalformedException {
    List<String> names = new ArrayList<>(known);
    @Nullable Object[] all = Arrays.copyOf(values, Math.max(16, values.length));
    String name = first;
    while (name != null) {
      if (names.size() == all.length) {
        all = Arrays.copyOf(all, all.length * 2);
      }
      parser.nextToken();
      ValueConverter conversion = conversions.getOrDefault(name, ValueConverter.NONE);
      all[names.size()] = converted(value(parser, name, null), name, conversion);
      names.add(name);
      name = parser.nextFieldName();
    }
    return image(names, all);
  }

  private Image image(List<String> names, @Nullable Object[] values) throws MalformedException {
    Columns columns;
    try {
      columns = Columns.of(names);
    } catch (IllegalArgumentException e) {
      throw repeated(names);
    }
    ImageShape shape = shapes.get(columns);
    if (shape == null) {
      shape = shapes.remember(columns, shape(columns));
    }
    if (shape.comparable) {
      last = shape;
    }
    return UnavailablePlaceholder.image(columns, Arrays.copyOf(values, names.size()), shape.typed);
  }

  private MalformedException repeated(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        return MalformedException.inColumn(place, name, "occurs twice");
      }
    }
    throw new IllegalStateException("no name occurs twice");
  }

  private @Nullable Object value(JsonParser parser, String name, @Nullable Object likely)
      throws IOException, MalformedException {
    try {
      return JsonValues.read(parser, likely);
    } catch (MalformedException e) {
      throw MalformedException.inColumn(place, name, e.problem());
    }
  }

  private ImageShape shape(Columns columns) {
    List<String> names = columns.names();
    ValueConverter[] each = new ValueConverter[names.size()];
    for (int i = 0; i < each.length; i++) {
      each[i] = conversions.getOrDefault(names.get(i), ValueConverter.NONE);
    }
    boolean typed = untyped || conversions.keySet().containsAll(names);
    return new ImageShape(
        names.stream().map(SerializedString::new).toArray(SerializedString[]::new),
        columns,
        each,
        typed,
        names.stream().allMatch(RepeatedFields::isComparable));
  }

  private @Nullable Object converted(@Nullable Object read, String name, ValueConverter conversion)
      throws MalformedException {
    Object value = unavailable.replacePlaceholders(read);
    if (value == null
        || value == UnavailablePlaceholder.UNAVAILABLE
        || conversion == ValueConverter.NONE) {
      return value;
    }
    try {
      return conversion.convert(value);
    } catch (MalformedException e) {
      throw MalformedException.inColumn(place, name, e.problem());
    }
  }
}
