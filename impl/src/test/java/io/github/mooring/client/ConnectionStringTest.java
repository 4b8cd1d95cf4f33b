package io.github.mooring.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;

import io.github.mooring.api.Mode;
import io.github.mooring.api.MongoConfigurationException;
import io.github.mooring.api.ServerAddress;
import io.github.mooring.api.TagSet;
import io.github.mooring.auth.Credential;
import io.github.mooring.auth.Identity;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
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
        assertThat(options.session().timeout()).isEqualTo(Duration.ofMillis(4));
        assertThat(options.session().mode()).isEqualTo(Mode.NEAREST);
        assertThat(options.session().writeConcern().wTimeout()).isEqualTo(Duration.ofMillis(5));
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
        assertThat(ClientOptions.parse("mongodb://h/?readPreference=" + text)
                        .session()
                        .mode())
                .isEqualTo(mode);
    }

    @Test
    void eachReadPreferenceTagsIsATagSetInTheirOrderAndAnEmptyOneIsAnyMember() {
        String uri = "mongodb://h/?readPreferenceTags=dc:ny,rack:1&readPreference=secondary&READPREFERENCETAGS=dc:ny"
                + "&readPreferenceTags=";

        assertThat(ClientOptions.parse(uri).session().tagSets())
                .containsExactly(TagSet.of("dc", "ny").and("rack", "1"), TagSet.of("dc", "ny"), TagSet.ANY);
        assertThat(ClientOptions.parse("mongodb://h/?readPreference=secondary")
                        .session()
                        .tagSets())
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
                        .session()
                        .tagSets())
                .containsExactly(TagSet.of(name, value));
    }

    @Test
    void tagSetsWithoutTagsMayStandBesideThePrimary() {
        assertThat(ClientOptions.parse("mongodb://h/?readPreferenceTags=")
                        .session()
                        .tagSets())
                .containsExactly(TagSet.ANY);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "007, 7", "2147483647, 2147483647", "majority, majority", "dc%20east, dc east"})
    void wIsANumberOrAName(String text, String w) {
        assertThat(ClientOptions.parse("mongodb://h/?w=" + text)
                        .session()
                        .writeConcern()
                        .w())
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
    void severalHostsAreKeptInTheirOrderEachOnce() {
        assertThat(ClientOptions.parse("mongodb://B.example,[::1]:5,10.0.0.1,b.example:27017,%C3%BC:1/?replicaSet=rs")
                        .hosts())
                .containsExactly(
                        new ServerAddress("b.example", 27017),
                        new ServerAddress("::1", 5),
                        new ServerAddress("10.0.0.1", 27017),
                        new ServerAddress("\u00fc", 1));
        assertThat(ClientOptions.parse("mongodb://h,H:27017/?directConnection=true"))
                .isEqualTo(ClientOptions.parse("mongodb://h/?directConnection=true"));
    }

    @Test
    void aNameOfSrvIsKeptForWhoeverLooksItUpAndEncrypts() {
        ClientOptions options =
                ClientOptions.parse("mongodb+srv://u:p@Cluster.Example.com/shop?srvServiceName=other&srvMaxHosts=2");

        assertThat(options.topology().seeds()).isEqualTo(new Seeds.SrvName("cluster.example.com", "other", 2));
        assertThat(options.hosts()).isEmpty();
        assertThat(options.tls().enabled()).isTrue();
        assertThat(options.databaseName()).isEqualTo("shop");
        assertThat(options.identity()).isEqualTo(new Credential("u", "shop", null, new char[] {'p'}));
        assertThatIllegalStateException().isThrownBy(options::server).withMessageContaining("srv:cluster.example.com");
    }

    @Test
    void aNameOfSrvHasDefaultsAndNeedNotEncrypt() {
        ClientOptions options = ClientOptions.parse("mongodb+srv://localhost?tls=false");

        assertThat(options.topology().seeds()).isEqualTo(new Seeds.SrvName("localhost", "mongodb", 0));
        assertThat(options.tls().enabled()).isFalse();
        assertThat(((Seeds.SrvName) options.topology().seeds()).query()).isEqualTo("_mongodb._tcp.localhost");
    }

    @Test
    void anAliasMayRepeatTheValue() {
        assertThat(ClientOptions.parse("mongodb://h/?wtimeout=10&wTimeoutMS=010")
                        .session()
                        .writeConcern()
                        .wTimeout())
                .isEqualTo(Duration.ofMillis(10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "minPoolSize=0",
                "maxLifeTimeMS=0",
                "serverSelectionTryOnce=false",
                "maxStalenessSeconds=-1",
                "retryWrites=true",
                "loadBalanced=false",
                "strictOptions=true",
            })
    void whatAsksForWhatHappensAnywayIsTaken(String option) {
        ClientOptions options = ClientOptions.parse("mongodb://localhost/?" + option);

        assertThat(options)
                .usingRecursiveComparison()
                .ignoringFields("remarks.obstacles")
                .isEqualTo(ClientOptions.parse("mongodb://localhost"));
        assertThat(options.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| connection string: it is empty; it must start with mongodb:// or mongodb+srv://",
                "localhost:27017| does not start with mongodb:// or mongodb+srv://",
                "mongo://h| does not start with mongodb:// or mongodb+srv://",
                "mongodb:/h| does not start with mongodb:// or mongodb+srv://",
                "MONGODB://h| does not start with mongodb:// or mongodb+srv://",
                "' mongodb://h'| does not start with mongodb:// or mongodb+srv://",
                "mongodb://| no host is named",
                "mongodb:///db| no host is named",
                "mongodb://u:p@| no host is named",
                "mongodb://h:| the host has something else than a number after its colon",
                "mongodb://h:x| the host has something else than a number after its colon",
                "mongodb://h:+1| the host has something else than a number after its colon",
                "mongodb://h:0| the port of the connection string is out of range, allowed is 1 to 65535",
                "mongodb://h:-1| the port of the connection string is out of range, allowed is 1 to 65535",
                "mongodb://h:65536/| the port of the connection string is out of range, allowed is 1 to 65535",
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
                "mongodb://%2Ftmp%2Fx| is the path of a Unix domain socket, which is not supported; name a host",
                "mongodb://mongodb.sock| is the path of a Unix domain socket, which is not supported; name a host",
                "mongodb:///tmp/mongodb.sock| no host is named",
                "mongodb://@h| no user name stands before the '@'",
                "mongodb://:p@h| no user name stands before the '@'",
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
                "mongodb://h/?authSource=| option authSource has no value",
                "mongodb://h/?w=1;j=true| the options have a ';': they are separated by '&'",
                "mongodb://h/?w=%zz| option w has a '%' without two hexadecimal digits",
                "mongodb://h/?tls=true&ssl=false| contradictory: option tls is 'true', but option ssl is 'false'",
                "mongodb://h/?tls=true&tls=false| contradictory: option tls is 'true', but option tls is 'false'",
                "mongodb://h/?w=0&journal=true| contradictory: w=0 asks for no acknowledgement, journal=true asks for one",
                "mongodb://h/?w=00&j=true| contradictory: w=0",
                "mongodb://h/?tlsInsecure=true&tlsAllowInvalidHostnames=true| contradictory: option tlsInsecure and option tlsAllowInvalidHostnames cannot both be given",
                "mongodb://h/?tlsAllowInvalidCertificates=false&tlsInsecure=false| cannot both be given",
                "mongodb://h/?authMechanism=SCRAM-SHA-256| authMechanism is given, but no user name",
                "mongodb://u:p@h/?authMechanism=scram-sha-1| option authMechanism is 'scram-sha-1', allowed is SCRAM-SHA-256, SCRAM-SHA-1",
                "mongodb://h/?readPreferenceTags=dc:ny| contradictory: readPreferenceTags is given, but readPreference is primary",
                "mongodb://h/?readPreferenceTags=&readPreferenceTags=a:b&readPreference=primary| readPreferenceTags is given, but readPreference is primary",
                "mongodb://h/?w=-1| option w is '-1', allowed is a number from 0, majority, or the name of a mode",
                "mongodb://h/?w=2147483648| option w is '2147483648', allowed is a number from 0",
                "mongodb://h/?w=| option w has no value; leave it out for the default",
                "mongodb://a,,b| connection string: host 2 is empty; hosts are separated by one ','",
                "mongodb://a,| host 2 is empty",
                "mongodb://a,b:0| the port of host 2 of the connection string is out of range, allowed is 1 to 65535",
                "mongodb://a,b c| host 2 of the connection string is 'b c', allowed is a host name",
                "mongodb://a,b/?directConnection=true| contradictory: directConnection=true means one server, but 2 hosts are named",
                "mongodb+srv://a/?directConnection=true| directConnection=true means one server, but a name of mongodb+srv:// may stand for several",
                "mongodb://a,b/?loadBalanced=true| contradictory: loadBalanced=true means one load balancer, but 2 hosts are named",
                "mongodb://a/?loadBalanced=true&replicaSet=rs| loadBalanced=true means one load balancer, but replicaSet is given",
                "mongodb://a/?loadBalanced=true&directConnection=true| loadBalanced=true means one load balancer, but directConnection is true",
                "mongodb+srv://a/?loadBalanced=true&srvMaxHosts=1| loadBalanced=true means one load balancer, but srvMaxHosts is 1",
                "mongodb+srv://a/?replicaSet=rs&srvMaxHosts=1| srvMaxHosts is 1, but replicaSet is given",
                "mongodb+srv://a,b| 2 hosts are named; behind mongodb+srv:// stands one name",
                "mongodb+srv://a:27017| a port is given; with mongodb+srv:// the name server knows the ports",
                "mongodb+srv://[::1]| the host of the connection string is an address, but behind mongodb+srv:// stands a name",
                "mongodb+srv://| no host is named",
                "mongodb://a/?srvMaxHosts=1| option srvMaxHosts is for connection strings that begin with mongodb+srv:// only",
                "mongodb://a,b/?srvServiceName=x| option srvServiceName is for connection strings that begin with mongodb+srv:// only",
                "mongodb://h/?authMechanism=X509| option authMechanism is 'X509', allowed is SCRAM-SHA-256",
                "mongodb://u:p@h/?authMechanism=MONGODB-CR| option authMechanism is 'MONGODB-CR', which servers no longer know, allowed is",
                "mongodb://u:p@h/?authMechanism=plain| ; did you mean PLAIN?",
                "mongodb://h/?authMechanism=GSSAPI| authMechanism is given, but no user name",
                "mongodb://u@h/?authMechanism=GSSAPI&authSource=x| authSource is 'x', but for GSSAPI it can only be $external",
                "mongodb://u:p@h/?authMechanism=MONGODB-X509| a password is given, but MONGODB-X509 takes none",
                "mongodb://u:p@h/?authMechanismProperties=SERVICE_NAME:x| authMechanismProperties has SERVICE_NAME, which SCRAM does not take; it takes none",
                "mongodb://u@h/?authMechanism=GSSAPI&authMechanismProperties=service:x| authMechanismProperties has a property, which GSSAPI does not take; it takes CANONICALIZE_HOST_NAME, SERVICE_HOST",
                "mongodb://u@h/?authMechanism=GSSAPI&authMechanismProperties=CANONICALIZE_HOST_NAME:x| CANONICALIZE_HOST_NAME of authMechanismProperties is 'x', allowed is none, forward",
                "mongodb://u@h/?authMechanism=MONGODB-AWS| a user name is given, but no password; MONGODB-AWS needs both, or neither",
                "mongodb://h/?authMechanism=MONGODB-OIDC| ENVIRONMENT of authMechanismProperties is not given, but MONGODB-OIDC needs one of azure, gcp",
                "mongodb://h/?authMechanism=MONGODB-OIDC&authMechanismProperties=ENVIRONMENT:gcp| TOKEN_RESOURCE of authMechanismProperties is not given, but ENVIRONMENT is gcp",
                "mongodb://h/?authMechanism=MONGODB-OIDC&authMechanismProperties=ENVIRONMENT:k8s,TOKEN_RESOURCE:x| TOKEN_RESOURCE of authMechanismProperties is given, but ENVIRONMENT is k8s",
                "mongodb://u@h/?authMechanism=MONGODB-OIDC&authMechanismProperties=ENVIRONMENT:k8s| a user name is given, but ENVIRONMENT is k8s",
                "mongodb://h/?tls=yes| option tls is 'yes', allowed is true or false",
                "mongodb://h/?tls=| option tls has no value",
                "mongodb://h/?tlsCAFile=| option tlsCAFile has no value",
                "mongodb://h/?proxyPort=1| option proxyPort is given, but no proxyHost",
                "mongodb://h/?proxyHost=a&proxyUsername=u| contradictory: proxyUsername is given, but proxyPassword is not",
                "mongodb://h/?proxyHost=a&proxyPassword=p| contradictory: proxyPassword is given, but proxyUsername is not",
                "mongodb://h/?proxyHost=a&proxyHost=b| option proxyHost is given twice",
                "mongodb://h/?maxStalenessSeconds=90| maxStalenessSeconds is given, but readPreference is primary",
                "mongodb://a:x@h/?foo=1&replicaSet=b@c| option 1 is unknown, and not shown",
            })
    void saysWhatIsWrong(String uri, String message) {
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.parse(uri))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mongodb://h/?w=1&| option 2 is empty",
                "mongodb://h/?&w=1| option 1 is empty",
                "mongodb://h/?w=1&&j=true| option 2 is empty",
                "mongodb://h/?maxPolSize=3| unknown option 'maxPolSize'; did you mean maxPoolSize?",
                "mongodb://h/?timeoutSM=3| unknown option 'timeoutSM'; did you mean timeoutMS?",
                "mongodb://h/?retryWrite=true| unknown option 'retryWrite'; did you mean retryWrites?",
                "mongodb://h/?tsl=true| unknown option 'tsl'; did you mean tls?",
                "mongodb://h/?nothingLikeIt=true| unknown option 'nothingLikeIt'; options are described in docs/config.md",
                "mongodb://h/?w=1&W=1| option W is given twice",
                "mongodb://h/?appName=a&appname=b| option appname is given twice",
                "mongodb://h/?retryWrites=false&retrywrites=false| option retrywrites is given twice",
                "mongodb://h/?wtimeout=5&wTimeoutMS=6| contradictory: option wTimeoutMS is '6 ms', but option wtimeout is '5 ms'",
                "mongodb://h/?journal=true&j=false| contradictory: option journal is 'true', but option j is 'false'",
                "mongodb://h/?readPreference=Primary| option readPreference is 'Primary', allowed is primary, primaryPreferred",
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
                "mongodb://h/?connect=direct| option connect is not supported: use directConnection=true",
                "mongodb://h/?maxPolSize=3&W=1| connection string: unknown option 'maxPolSize'; did you mean maxPoolSize?",
                "mongodb://h/?two words=1| option 1 is unknown, and not shown",
                "mongodb://h/?journal=tru| option journal is 'tru', allowed is true or false",
                "mongodb://h/?replicaSet=| connection string: option replicaSet has no value; leave it out for the default",
                "mongodb://h/?appName=%zz| connection string: option appName has a '%' without two hexadecimal digits",
                "mongodb://h/?readPreference=nearby| option readPreference is 'nearby', allowed is primary, primaryPreferred",
                "mongodb://h/?compressors=gzip| option compressors is 'gzip', allowed is snappy, zlib and zstd, each once",
                "mongodb://h/?compressors=zlib,gzip| option compressors is 'zlib,gzip', allowed is snappy, zlib and zstd, each once",
                "mongodb://h/?compressors=zlib,zlib| option compressors is 'zlib,zlib', allowed is snappy",
                "mongodb://h/?zlibCompressionLevel=10| option zlibCompressionLevel is '10', allowed is -1 to 9",
                "mongodb://h/?maxStalenessSeconds=89| option maxStalenessSeconds is '89', allowed is -1, or 90 to 2147483647",
                "mongodb://h/?serverSelectionTimeoutMS=0| option serverSelectionTimeoutMS is '0', allowed is 1 to 2147483647",
                "mongodb://h/?serverMonitoringMode=pol| option serverMonitoringMode is 'pol', allowed is auto, stream, poll; did you mean poll?",
                "mongodb://h/?uuidRepresentation=java| option uuidRepresentation is 'java', allowed is standard, javaLegacy",
                "mongodb+srv://h/?srvMaxHosts=-1| option srvMaxHosts is '-1', allowed is 0 to 2147483647",
                "mongodb+srv://h/?srvServiceName=a--b| option srvServiceName is 'a--b', allowed is 1 to 62 letters, digits and single hyphens",
                "mongodb://h/?safe=yes| option safe is 'yes', allowed is true or false",
                "mongodb://h/?safe=true&w=2| contradictory: option w is '2', but option safe is '1'",
                "mongodb://h/?serverSelectionTryOnce=true| option serverSelectionTryOnce is 'true', which is not supported; only false is",
                "mongodb://u@h/?authMechanism=GSSAPI&authMechanismProperties=SERVICE_NAME| option authMechanismProperties has a part that is not allowed",
                "mongodb://h/?strictOptions=maybe| option strictOptions is 'maybe', allowed is true or false",
                "mongodb://a:x@h/?maxPoolSize=b@c| option maxPoolSize is a text of 3 characters, allowed is 0 to",
                "mongodb://a:x@h/?maxPoolSize=bcd&replicaSet=b@c| option maxPoolSize is a text of 3 characters, allowed is 0 to",
            })
    void warnsAboutWhatCanBeIgnoredUnlessItIsToBeStrict(String uri, String message) {
        try (CapturedLog log = CapturedLog.of(ClientOptions.class.getName(), Level.WARNING)) {
            ClientOptions options = ClientOptions.parse(uri);

            assertThat(options.warnings())
                    .anySatisfy(warning ->
                            assertThat(warning).startsWith("ignored: ").contains(message));
            assertThat(log.lines())
                    .isEqualTo(options.warnings().stream()
                            .map(warning -> "MOOR0300: " + warning)
                            .toList());
            assertThat(log.levels()).containsOnly(Level.WARNING);
        }
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.parse(uri + "&strictOptions=true"))
                .withMessageContaining(message);
        assertThatExceptionOfType(MongoConfigurationException.class)
                .isThrownBy(() -> ClientOptions.from(Map.of(Option.CONNECTION_URL, uri)))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "maxPoolSize=ten, ''",
        "maxPoolSize=ten&maxPoolSize=5, maxPoolSize=5",
        "maxPoolSize=5&maxPoolSize=6, maxPoolSize=5",
        "maxPolSize=5, ''",
        "w=2&safe=false, w=2",
        "wtimeout=5&wTimeoutMS=10, wTimeoutMS=10",
        "safe=true, w=1",
        "safe=false, w=0",
        "j=true, journal=true",
        "'compressors=gzip,snappy,zlib,snappy', 'compressors=snappy,zlib'",
        "readPreference=nearest&readPreferenceTags=ny&readPreferenceTags=dc:ny, readPreference=nearest&readPreferenceTags=dc:ny",
        "w=1&&w=1&, w=1",
    })
    void whatIsIgnoredChangesNothing(String mistaken, String meant) {
        ClientOptions options = ClientOptions.parse("mongodb://h/?" + mistaken);

        assertThat(options.warnings()).isNotEmpty();
        assertThat(options)
                .usingRecursiveComparison()
                .ignoringFields("remarks.warnings")
                .isEqualTo(ClientOptions.parse("mongodb://h/?" + meant));
    }

    @Test
    void aPartOfThePropertiesThatIsNoneIsIgnoredAndNeverShown() {
        ClientOptions options =
                ClientOptions.parse("mongodb://h/?authMechanism=MONGODB-OIDC&authMechanismProperties=environment:azure,"
                        + "TOKEN_RESOURCE:mongodb://one%2Ctwo");

        assertThat(options.signOn().properties())
                .containsOnly(entry("ENVIRONMENT", "azure"), entry("TOKEN_RESOURCE", "mongodb://one"));
        assertThat(options.warnings())
                .singleElement()
                .satisfies(warning ->
                        assertThat(warning).contains("authMechanismProperties").doesNotContain("two"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mongodb://h/?wtimeout=5| deprecated: option wtimeout is called wTimeoutMS today",
                "mongodb://h/?J=true| deprecated: option J is called journal today",
                "mongodb://h/?safe=true| deprecated: option safe is written w=1 or w=0 today",
                "mongodb://h/?sslInvalidHostNameAllowed=true| deprecated: option sslInvalidHostNameAllowed is called"
                        + " tlsAllowInvalidHostnames today",
                "mongodb://u@h/?authMechanism=GSSAPI&gssapiServiceName=x| deprecated: option gssapiServiceName is"
                        + " written authMechanismProperties=SERVICE_NAME:... today",
            })
    void anOldNameIsTakenWithAWarningHoweverStrict(String uri, String warning) {
        assertThat(ClientOptions.parse(uri).warnings()).containsExactly(warning);
        assertThat(ClientOptions.from(Map.of(Option.CONNECTION_URL, uri)).warnings())
                .containsExactly(warning);
    }

    @Test
    void theServiceNameOfOldIsAPropertyOfKerberos() {
        assertThat(ClientOptions.parse("mongodb://u@h/?authMechanism=GSSAPI&gssapiServiceName=x")
                        .signOn()
                        .properties())
                .containsOnly(entry("SERVICE_NAME", "x"));
    }

    @Test
    void sslIsNoOldName() {
        assertThat(ClientOptions.parse("mongodb://h/?ssl=true").warnings()).isEmpty();
    }

    @Test
    void aProxyHasADefaultPort() {
        assertThat(ClientOptions.parse("mongodb://h/?proxyHost=Proxy&proxyUsername=u&proxyPassword=p")
                        .connection()
                        .proxy())
                .isEqualTo(new ProxyOptions("proxy", 1080, "u", new Secret("p")));
    }

    @Test
    void anAppNameIsMeasuredInBytes() {
        String longest = "\u00fc".repeat(64);
        assertThat(ClientOptions.parse("mongodb://h/?appName=" + longest)
                        .connection()
                        .appName())
                .hasSize(64);
        assertThat(ClientOptions.parse("mongodb://h/?appName=" + longest + "a").warnings())
                .containsExactly(
                        "ignored: option appName is a text of 65 characters, allowed is 1 to 128 bytes of UTF-8");
    }

    @Test
    void everyUnsupportedOptionSaysWhatToDoInstead() {
        UnsupportedOption.byName().forEach((name, option) -> {
            String uri = "mongodb://h/?" + name + "=somethingelse";
            assertThatExceptionOfType(MongoConfigurationException.class)
                    .isThrownBy(() -> ClientOptions.from(Map.of(Option.CONNECTION_URL, uri)))
                    .withMessageContaining("option " + name)
                    .withMessageContaining("not supported")
                    .withMessageEndingWith(": " + option.advice());
            assertThat(ClientOptions.parse(uri).warnings()).hasSize(1);
        });
    }
}
