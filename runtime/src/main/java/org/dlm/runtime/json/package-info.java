/**
 * JSON for the headers of files.
 *
 * <p>In: text. Out: {@link org.dlm.runtime.json.Json} values, and back. Guaranteed: what is written reads back equal; bad
 * text is refused with its place, however deep or long it is.
 */
package org.dlm.runtime.json;
