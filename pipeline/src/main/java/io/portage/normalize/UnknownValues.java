package io.portage.normalize;

import io.portage.model.Row;
import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import io.portage.target.fitting.JsonObjects;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns that no column of the target takes, of source rows with one list of columns.
 *
 * @param names their names
 * @param at their places in the source row
 * @param json the fitter of the target column that collects their values; null if none does
 */
record UnknownValues(List<String> names, List<Integer> at, @Nullable ColumnFitter json) {
  /**
   * Finds them in a list of columns.
   *
   * @param json the target column that collects their values, or null
   */
  static UnknownValues of(List<String> unknown, List<String> source, @Nullable ColumnFitter json) {
    List<Integer> at = new ArrayList<>();
    unknown.forEach(name -> at.add(source.indexOf(name)));
    return new UnknownValues(List.copyOf(unknown), List.copyOf(at), json);
  }

  /** Returns the JSON object of the row's values, {@code {}} if there are none. */
  @Nullable Object collected(Row source, ColumnFitter fitter) throws ValueDoesNotFitException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      values.put(names.get(i), source.get(at.get(i)));
    }
    TargetColumn column = fitter.column();
    return fitter.fit(JsonObjects.text(column, values));
  }
}
