package io.github.mooring.demo;

import jakarta.json.Json;

/** JSON answers in UTF-8, said so: a JSON provider's own charset differs from server to server. */
final class Json8 {
    static final String TYPE = "application/json;charset=UTF-8";

    private Json8() {}

    /** An error that the page can show: {@code {"error": "..."}}. */
    static String error(String message) {
        return Json.createObjectBuilder().add("error", message).build().toString();
    }
}
