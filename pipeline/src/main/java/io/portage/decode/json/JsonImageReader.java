package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.UnavailablePlaceholder;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.Image;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the images that stand in one place ({@code before} or {@code after}) of one topic's events.
 *
 * <p>Rows in one place nearly always have the same columns, so that each name is first compared
 * with the one that stood there last, and only the array of values is new.
 */
public final class JsonImageReader {
  /**
   * The columns that were seen last, with what becomes of each one's value.
   *
   * @param typed whether the schema tells all of them, see {@link Image#typed}
   * @param comparable whether all names can be compared as bytes
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

  /** Written without a lock: any shape is right here, the last one only the likeliest. */
  private ImageShape last;

  private JsonImageReader(
      String place,
      UnavailablePlaceholder unavailable,
      Map<String, ValueConverter> conversions,
      boolean plain) {
    this.place = place;
    this.unavailable = unavailable;
    this.conversions = conversions;
    this.untyped = plain;
    this.last = shape(Columns.of());
  }

  /**
   * A reader of images whose JSON values are the values.
   *
   * @param place the name of the field, for messages
   * @param unavailable what stands for values that the source could not tell
   */
  public static JsonImageReader untyped(String place, UnavailablePlaceholder unavailable) {
    return new JsonImageReader(place, unavailable, Map.of(), true);
  }

  /**
   * A reader of images whose types a schema tells.
   *
   * @param place the name of the field, for messages
   * @param unavailable what stands for values that the source could not tell
   * @param conversions by column, {@link ValueConverter#NONE} where the JSON value is the value; an
   *     image with a column that is not here is not {@link Image#typed}
   */
  public static JsonImageReader typed(
      String place, UnavailablePlaceholder unavailable, Map<String, ValueConverter> conversions) {
    return new JsonImageReader(place, unavailable, conversions, false);
  }

  /**
   * The image at the parser's token, null where it is null.
   *
   * @param other the same row's other image, or null: what is the same there is the same object
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
    // Jackson compares bytes with the name that it expects, which is quicker than to look it up.
    while (size < values.length && parser.nextFieldName(shape.names[size])) {
      parser.nextToken();
      Object value = JsonValues.read(parser, likely == null ? null : likely.get(size));
      values[size] = converted(value, shape.columns.names().get(size), shape.conversions[size]);
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

  /** Goes on where the columns are others than last time. */
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
      all[names.size()] = converted(JsonValues.read(parser), name, conversion);
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
      throw new MalformedException("a name stands twice in " + place);
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
      throw new MalformedException(place + " column " + name + ": " + e.problem());
    }
  }
}
