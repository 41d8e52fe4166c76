package io.portage.launcher.inspect;

import io.portage.config.FormatConfig;
import io.portage.config.JdbcUrl;
import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.launcher.output.DurationText;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration as the job understands it, with its defaults. A secret is shown as its
 * reference, and a plain one as asterisks; so are the secrets in a URL. A value of a class that is
 * not known here is shown as the name of its class only.
 */
public final class ConfigurationTree {
  private ConfigurationTree() {}

  /** Returns maps, lists, texts, numbers, booleans and nulls. */
  public static Map<String, @Nullable Object> of(PortageConfig config) {
    return ofRecord(config);
  }

  private static Map<String, @Nullable Object> ofRecord(Record value) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    if (value instanceof FormatConfig format) {
      tree.put("name", format.name());
    }
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        var accessor = component.getAccessor();
        accessor.setAccessible(true);
        tree.put(component.getName(), of(accessor.invoke(value)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(component.toString(), e);
      }
    }
    return tree;
  }

  private static @Nullable Object of(@Nullable Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    } else if (value instanceof String text) {
      return text.contains("//") || text.contains("jdbc:") ? JdbcUrl.show(text) : text;
    } else if (value instanceof Duration duration) {
      return DurationText.of(duration);
    } else if (value instanceof Secret || value instanceof Temporal) {
      return value.toString();
    } else if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    } else if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> tree = new LinkedHashMap<>();
      map.forEach((key, each) -> tree.put(String.valueOf(key), of(each)));
      return tree;
    } else if (value instanceof Collection<?> items) {
      List<@Nullable Object> list = new ArrayList<>();
      items.forEach(item -> list.add(of(item)));
      return list;
    } else if (value instanceof Record each) {
      return ofRecord(each);
    }
    return value.getClass().getSimpleName();
  }
}
