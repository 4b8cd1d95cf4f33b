package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first door: what a connection string means, and what is said about one that means nothing. */
class ConnectionStringTest {
    @ParameterizedTest
    @CsvSource({
        "mongodb://localhost, localhost, 27017",
        "mongodb://localhost/, localhost, 27017",
        "mongodb://localhost/?, localhost, 27017",
        "mongodb://localhost?, localhost, 27017",
        "mongodb://localhost?tls=true, localhost, 27017",
        "mongodb://LocalHost:27018, localhost, 27018",
        "mongodb://db-1.example.com:1/db, db-1.example.com, 1",
        "mongodb://127.0.0.1:65535, 127.0.0.1, 65535",
        "mongodb://[::1], ::1, 27017",
        "mongodb://[::1]:27019/db?w=1, ::1, 27019",
        "mongodb://[2001:DB8::1], 2001:db8::1, 27017",
        "mongodb://[fe80::1%25eth0]:5, fe80::1%eth0, 5",
        "mongodb://u:p@[::ffff:10.0.0.1]:5, ::ffff:10.0.0.1, 5",
        "mongodb://under_score, under_score, 27017",
        "mongodb://b\u00fccher.example.com, b\u00fccher.example.com, 27017",
        "mongodb://b%C3%BCcher.example.com, b\u00fccher.example.com, 27017",
    })
    void namesOneServer(String uri, String host, int port) {
        assertThat(ClientOptions.parse(uri).server()).isEqualTo(new ServerAddress(host, port));
    }

    @ParameterizedTest
    @CsvSource({
        "mongodb://alice:secret@h, alice, secret",
        "mongodb://alice:@h, alice, ''",
        "mongodb://a+b:c+d@h, a+b, c+d",
        "mongodb://a%2Bb:c%20d@h, a+b, c d",
        "mongodb://%40l%3Ace%2F%3D:%25%3F%23@h, @l:ce/=, %?#",
        "mongodb://alice:p\u00e4ss@h, alice, p\u00e4ss",
        "mongodb://alice:p%C3%A4ss@h, alice, p\u00e4ss",
        "mongodb://!$&'()*+;=:!$&'()*+;=@h, !$&'()*+;=, !$&'()*+;=",
        "mongodb://alice:secret@h/?replicaSet=a@b, alice, secret",
    })
    void namesAUser(String uri, String userName, String password) {
        assertThat(ClientOptions.parse(uri).identity())
                .isEqualTo(new Credential(userName, "admin", null, password.toCharArray()));
    }

    @ParameterizedTest
    @CsvSource({
        "mongodb://u:p@h, admin, test",
        "mongodb://u:p@h/shop, shop, shop",
        "mongodb://u:p@h/shop?authSource=users, users, shop",
        "mongodb://u:p@h/?authSource=users, users, test",
        "mongodb://u:p@h/my%3Ddb, my=db, my=db",
    })
    void looksForTheUserInTheDatabaseThatIsNamedForIt(String uri, String source, String database) {
        ClientOptions options = ClientOptions.parse(uri);

        assertThat(options.identity()).isEqualTo(new Credential("u", source, null, new char[] {'p'}));
        assertThat(options.databaseName()).isEqualTo(database);
    }

    @Test
    void authSourceAloneAuthenticatesNobody() {
        assertThat(ClientOptions.parse("mongodb://h/db?authSource=users").identity())
                .isEqualTo(Identity.anonymous());
    }

    @Test
    void optionNamesAreTheSameInAnyCase() {
        ClientOptions options =
                ClientOptions.parse("mongodb://h/?MAXPOOLSIZE=3&timeoutms=4&Readpreference=nearest&WTIMEOUT=5");

        assertThat(options.pool().maxSize()).isEqualTo(3);
        assertThat(options.timeout()).isEqualTo(Duration.ofMillis(4));
        assertThat(options.mode()).isEqualTo(Mode.NEAREST);
        assertThat(options.writeConcern().wTimeout()).isEqualTo(Duration.ofMillis(5));
    }

    @ParameterizedTest
    @CsvSource({
        "primary, STRONG",
        "primaryPreferred, PRIMARY_PREFERRED",
        "secondary, SECONDARY",
        "secondaryPreferred, SECONDARY_PREFERRED",
        "nearest, NEAREST",
        "monotonic, MONOTONIC",
        "eventual, EVENTUAL"
    })
    void readPreferenceIsTheModeOfSessions(String text, Mode mode) {
        assertThat(ClientOptions.parse("mongodb://h/?readPreference=" + text).mode())
                .isEqualTo(mode);
    }

    @Test
    void eachReadPreferenceTagsIsATagSetInTheirOrderAndAnEmptyOneIsAnyMember() {
        String uri = "mongodb://h/?readPreferenceTags=dc:ny,rack:1&readPreference=secondary&READPREFERENCETAGS=dc:ny"
                + "&readPreferenceTags=";

        assertThat(ClientOptions.parse(uri).tagSets())
                .containsExactly(TagSet.of("dc", "ny").and("rack", "1"), TagSet.of("dc", "ny"), TagSet.ANY);
        assertThat(ClientOptions.parse("mongodb://h/?readPreference=secondary").tagSets())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dc:NY                  | dc   | NY",
                "dc:                    | dc   | ''",
                "use:mongodb://a:1      | use  | mongodb://a:1",
                "a%20b:%C3%BC%3Bc:d%26e | a b  | \u00fc;c:d&e",
            })
    void aTagIsSplitAtItsFirstColonAndTakenAsItIs(String text, String name, String value) {
        assertThat(ClientOptions.parse("mongodb://h/?readPreference=nearest&readPreferenceTags=" + text)
                        .tagSets())
                .containsExactly(TagSet.of(name, value));
    }

    @Test
    void tagSetsWithoutTagsMayStandBesideThePrimary() {
        assertThat(ClientOptions.parse("mongodb://h/?readPreferenceTags=").tagSets())
                .containsExactly(TagSet.ANY);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "007, 7", "2147483647, 2147483647", "majority, majority", "dc%20east, dc east"})
    void wIsANumberOrAName(String text, String w) {
        assertThat(ClientOptions.parse("mongodb://h/?w=" + text).writeConcern().w())
                .isEqualTo(w);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mongodb://h/?tls=true&ssl=true",
                "mongodb://h/?tls=true&tls=true",
                "mongodb://h/?ssl=true",
            })
    void tlsAndItsOldNameMayAgree(String uri) {
        assertThat(ClientOptions.parse(uri).tls().enabled()).isTrue();
    }

    @Test
    void anAliasMayRepeatTheValue() {
        assertThat(ClientOptions.parse("mongodb://h/?wtimeout=10&wTimeoutMS=010")
                        .writeConcern()
                        .wTimeout())
                .isEqualTo(Duration.ofMillis(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "retryWrites=false",
                "RETRYWRITES=false",
                "retryReads=false",
                "loadBalanced=false",
                "socketTimeoutMS=0",
                "minPoolSize=0",
                "maxLifeTimeMS=0",
                "maxStalenessSeconds=-1",
                "maxAdaptiveRetries=0",
                "enableOverloadRetargeting=false",
                "serverMonitoringMode=poll",
                "uuidRepresentation=standard",
                "tlsAllowInvalidCertificates=false",
            })
    void whatAsksForWhatHappensAnywayIsTaken(String option) {
        assertThat(ClientOptions.parse("mongodb://localhost/?" + option))
                .isEqualTo(ClientOptions.parse("mongodb://localhost"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| connection string: it is empty; it must start with mongodb://",
                "localhost:27017| does not start with mongodb://",
                "mongo://h| does not start with mongodb://",
                "mongodb:/h| does not start with mongodb://",
                "MONGODB://h| does not start with mongodb://",
                "' mongodb://h'| does not start with mongodb://",
                "mongodb+srv://h.example.com| mongodb+srv:// is not supported by this version: name one host",
                "mongodb://| no host is named",
                "mongodb:///db| no host is named",
                "mongodb://u:p@| no host is named",
                "mongodb://a,b| 2 hosts are named; several are not supported by this version: name one",
                "mongodb://a:1,b:2,c:3/?replicaSet=rs| 3 hosts are named",
                "mongodb://h:| the host has something else than a number after its colon",
                "mongodb://h:x| the host has something else than a number after its colon",
                "mongodb://h:+1| the host has something else than a number after its colon",
                "mongodb://h:0| the port of the connection string is '0', allowed is 1 to 65535",
                "mongodb://h:-1| the port of the connection string is '-1', allowed is 1 to 65535",
                "mongodb://h:65536/| the port of the connection string is '65536', allowed is 1 to 65535",
                "mongodb://::1| the host is not host or host:port, with an IPv6 address in brackets",
                "mongodb://h::1| the host is not host or host:port, with an IPv6 address in brackets",
                "mongodb://[::1]27017| the host is not host or host:port, with an IPv6 address in brackets",
                "mongodb://[::1| the host is not host or host:port, with an IPv6 address in brackets",
                "mongodb://[]| allowed is a host name, an IPv4 or an IPv6 address",
                "mongodb://[1:2]| allowed is a host name, an IPv4 or an IPv6 address",
                "mongodb://[localhost]| allowed is a host name, an IPv4 or an IPv6 address",
                "mongodb://a b| the host of the connection string is 'a b', allowed is a host name",
                "mongodb://a%00b| the host has a NUL",
                "mongodb://a%2| the host has a '%' without two hexadecimal digits behind it",
                "mongodb://a%FF| the host is not UTF-8",
                "mongodb://%2Ftmp%2Fx| is the path of a Unix domain socket, which is not supported by this version",
                "mongodb://mongodb.sock| is the path of a Unix domain socket, which is not supported by this version",
                "mongodb:///tmp/mongodb.sock| no host is named",
                "mongodb://@h| no user name stands before the '@'",
                "mongodb://:p@h| no user name stands before the '@'",
                "mongodb://alice@h| a user name is given, but no password; SCRAM needs both",
                "mongodb://alice:a:b@h| must be percent-encoded, such as %40 for '@', %3A for ':'",
                "mongodb://alice@x:p@h| must be percent-encoded",
                "mongodb://alice:p@x@h| must be percent-encoded",
                "mongodb://alice:a/b@h| an '@' follows the first '/': if it belongs to the user name or the password",
                "mongodb://alice:a?b@h| an '@' follows the first '?': if it belongs to the user name or the password",
                "mongodb://alice:a#b@h| must be percent-encoded",
                "mongodb://al%ice:p@h| has a '%' without two hexadecimal digits behind it; a '%' itself is written %25",
                "mongodb://al%2:p@h| has a '%' without two hexadecimal digits behind it",
                "mongodb://alice:%C3@h| the user name or the password is not UTF-8",
                "mongodb://alice:%00@h| the user name or the password has a NUL",
                "mongodb://h/a/b| more than one '/' follows the host",
                "mongodb://h/a@b| in the name of a database it is written %40",
                "mongodb://h/a%2Fb| the database of the connection string cannot be: database name 'a/b' has /",
                "mongodb://h/a.b| the database of the connection string cannot be: database name 'a.b' has .",
                "mongodb://h/$external| database name '$external' has $",
                "mongodb://h/?w| option 1 is not name=value",
                "mongodb://h/?w=1&journal| option 2 is not name=value",
                "mongodb://h/?=1| option 1 is not name=value",
                "mongodb://h/?w=| option w has no value; leave it out for the default",
                "mongodb://h/?authSource=| option authSource has no value",
                "mongodb://h/?w=1&| option 2 is empty",
                "mongodb://h/?&w=1| option 1 is empty",
                "mongodb://h/?w=1&&j=true| option 2 is empty",
                "mongodb://h/?w=1;j=true| the options have a ';': they are separated by '&'",
                "mongodb://h/?w=%zz| option w has a '%' without two hexadecimal digits",
                "mongodb://h/?maxPolSize=3| unknown option 'maxPolSize'; did you mean maxPoolSize?",
                "mongodb://h/?timeoutSM=3| unknown option 'timeoutSM'; did you mean timeoutMS?",
                "mongodb://h/?retryWrite=true| unknown option 'retryWrite'; did you mean retryWrites?",
                "mongodb://h/?tsl=true| unknown option 'tsl'; did you mean tls?",
                "mongodb://h/?nothingLikeIt=true| unknown option 'nothingLikeIt'; options are described in docs/config.md",
                "mongodb://h/?two words=1| option 1 is unknown, and not shown",
                "mongodb://h/?w=1&W=1| option W is given twice",
                "mongodb://h/?appName=a&appname=b| option appname is given twice",
                "mongodb://h/?retryWrites=false&retrywrites=false| option retrywrites is given twice",
                "mongodb://h/?tls=true&ssl=false| contradictory: option tls is 'true', but option ssl is 'false'",
                "mongodb://h/?tls=true&tls=false| contradictory: option tls is 'true', but option tls is 'false'",
                "mongodb://h/?wtimeout=5&wTimeoutMS=6| contradictory: option wtimeout is '5 ms', but option wTimeoutMS is '6 ms'",
                "mongodb://h/?journal=true&j=false| contradictory: option journal is 'true', but option j is 'false'",
                "mongodb://h/?w=0&journal=true| contradictory: w=0 asks for no acknowledgement, journal=true asks for one",
                "mongodb://h/?w=00&j=true| contradictory: w=0",
                "mongodb://h/?tlsInsecure=true&tlsAllowInvalidHostnames=true| contradictory: option tlsInsecure and option tlsAllowInvalidHostnames cannot both be given",
                "mongodb://h/?tlsAllowInvalidCertificates=false&tlsInsecure=false| cannot both be given",
                "mongodb://h/?authMechanism=SCRAM-SHA-256| authMechanism is given, but no user name",
                "mongodb://u:p@h/?authMechanism=PLAIN| option authMechanism is 'PLAIN', which is not supported by this version; allowed is SCRAM-SHA-256, SCRAM-SHA-1",
                "mongodb://u:p@h/?authMechanism=scram-sha-1| option authMechanism is 'scram-sha-1', allowed is SCRAM-SHA-256, SCRAM-SHA-1",
                "mongodb://u:p@h/?authSource=$external| option authSource cannot be: database name '$external' has $",
                "mongodb://h/?readPreference=Primary| option readPreference is 'Primary', allowed is primary, primaryPreferred",
                "mongodb://h/?readPreferenceTags=dc:ny| contradictory: readPreferenceTags is given, but readPreference is primary",
                "mongodb://h/?readPreferenceTags=&readPreferenceTags=a:b&readPreference=primary| readPreferenceTags is given, but readPreference is primary",
                "mongodb://h/?readPreference=nearest&readPreferenceTags=ny| option readPreferenceTags is 'ny', allowed is tags such as dc:ny,rack:1",
                "mongodb://h/?readPreference=nearest&readpreferencetags=:ny| option readpreferencetags is a text of 3 characters, allowed is tags",
                "mongodb://h/?readPreference=nearest&readPreferenceTags=dc:ny,| option readPreferenceTags is a text of 6 characters, allowed is tags",
                "mongodb://h/?readPreference=nearest&readPreferenceTags=dc:ny,dc:la| option readPreferenceTags is a text of 11 characters, allowed is tags",
                "mongodb://h/?maxPoolSize=-1| option maxPoolSize is '-1', allowed is 0 to 2147483647",
                "mongodb://h/?maxPoolSize=2147483648| option maxPoolSize is '2147483648', allowed is 0 to 2147483647",
                "mongodb://h/?maxPoolSize=99999999999999999999| option maxPoolSize is '99999999999999999999', allowed is 0",
                "mongodb://h/?maxPoolSize=ten| option maxPoolSize is 'ten', allowed is 0 to 2147483647",
                "mongodb://h/?maxPoolSize=1.5| option maxPoolSize is '1.5', allowed is 0 to 2147483647",
                "mongodb://h/?maxPoolSize=%2B1| option maxPoolSize is '+1', allowed is 0 to 2147483647",
                "mongodb://h/?maxPoolSize=%20| option maxPoolSize is ' ', allowed is 0 to 2147483647",
                "mongodb://h/?timeoutMS=-1| option timeoutMS is '-1', allowed is 0 to 2147483647",
                "mongodb://h/?timeoutMS=10s| option timeoutMS is '10s', allowed is 0 to 2147483647",
                "mongodb://h/?timeoutMS=-99999999999999999999| allowed is 0 to 2147483647",
                "mongodb://h/?heartbeatFrequencyMS=499| option heartbeatFrequencyMS is '499', allowed is 500 to 2147483647",
                "mongodb://h/?journal=1| option journal is '1', allowed is true or false",
                "mongodb://h/?journal=TRUE| option journal is 'TRUE', allowed is true or false",
                "mongodb://h/?w=-1| option w is '-1', allowed is a number from 0, majority, or the name of a mode",
                "mongodb://h/?w=2147483648| option w is '2147483648', allowed is a number from 0",
                "mongodb://h/?retryWrites=true| option retryWrites is 'true', which is not supported by this version; only false is: nothing is retried",
                "mongodb://h/?retryReads=true| option retryReads is 'true', which is not supported by this version; only false is",
                "mongodb://h/?loadBalanced=true| option loadBalanced is 'true', which is not supported by this version",
                "mongodb://h/?socketTimeoutMS=5| which is not supported by this version; only 0 is: use timeoutMS",
                "mongodb://h/?serverSelectionTimeoutMS=5| option serverSelectionTimeoutMS is not supported by this version: use timeoutMS",
                "mongodb://h/?tlsCAFile=ca.pem| option tlsCAFile is not supported by this version: set the JVM's",
                "mongodb://h/?connect=direct| option connect is not supported by this version: use directConnection=true",
            })
    void saysWhatIsWrong(String uri, String message) {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.parse(uri))
                .withMessageContaining(message);
    }

    @Test
    void anAppNameIsMeasuredInBytes() {
        assertThat(ClientOptions.parse("mongodb://h/?appName=" + "\u00fc".repeat(64))
                        .appName())
                .hasSize(64);
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.parse("mongodb://h/?appName=" + "\u00fc".repeat(64) + "a"))
                .withMessage("option appName is a text of 65 characters, allowed is 1 to 128 bytes of UTF-8");
    }

    @Test
    void everyUnsupportedOptionSaysWhatToDoInstead() {
        UnsupportedOption.byName()
                .forEach((name, option) -> assertThatExceptionOfType(MongoConfigurationException.class)
                        .isThrownBy(() -> ClientOptions.parse("mongodb://h/?" + name + "=somethingelse"))
                        .withMessageContaining("option " + name)
                        .withMessageContaining("not supported by this version")
                        .withMessageEndingWith(": " + option.advice()));
    }
}
