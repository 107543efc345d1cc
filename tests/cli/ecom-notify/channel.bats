#!/usr/bin/env bats
# Channel files: checked, and the request that one makes.
load ../../lib/helpers

# file TEXT: x.json, which is right but for what TEXT replaces: "s/.../.../"
file() {
  printf '%s' '{"channel":1,"id":"x","title":"X","base":"https://x.example","secrets":["key"],"limits":{"per_minute":20},
"request":{"method":"POST","url":"${base}/send","headers":{"K":"${secret.key}"},"json":{"text":"${message.text}","order":"${data.order?}"}},
"reply":{"when":[{"http":200,"then":"sent"}],"message":["/error"]}}' | sed "${1-}" >x.json
}

@test "all that come along are right" {
  assert_exit 0 ecom-notify channel check "$ECOM_ROOT"/share/channels/*.json
  assert_equal "$output$stderr" ""
}

@test "the request is shown, its secrets by name" {
  export ECOM_SECRET_WECOM_KEY=hush
  assert_exit 0 ecom-notify channel try wecom --subject Hi --body there
  assert_json '.url == "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret.key" and (.body | fromjson | .text.content) == "Hi\n\nthere"'
  assert_exit 0 ecom-notify channel try dingtalk --now 2026-01-05T12:00:00Z
  sign=$(printf '1767614400000\nsecret.key' | openssl dgst -sha256 -hmac secret.key -binary | base64)
  assert_json '.url | endswith("&sign=" + ("'"$sign"'" | @uri))'
  assert_exit 0 ecom-notify channel try webhook --recipient https://example.com/hook
  assert_json '.headers["webhook-id"] == (.body | fromjson | .id)'
}

@test "every fault of a file is told with its place" {
  file
  assert_exit 0 ecom-notify channel check ./x.json
  check() {
    file "$1"
    assert_exit 1 ecom-notify channel check ./x.json
    assert_stderr --partial "$2"
  }
  check 's/"title"/"titel"/' titel
  check 's/"id":"x"/"id":"y"/' '/id'
  check 's/"id":"x"/"id":"mail"/' '/id'
  check 's/"channel":1/"channel":2/' '/channel'
  check 's/https:/http:/' '/base'
  check 's/secret.key/secret.other/' 'secret.other'
  check 's/"secrets":\["key"\]/"secrets":["key","more"]/' 'more is not used'
  check 's/"per_minute":20/"per_minute":0/' '/limits/per_minute'
  check 's/"per_minute"/"per_moon"/' 'per_moon'
  check 's/message.text/message.txt/' 'message.txt'
  check 's/"then":"sent"/"then":"done"/' '/reply/when/0'
  check 's/"\/error"/"error"/' '/reply'
  check 's/"POST"/"SHOUT"/' '/request'
  check 's/"id":"x"/"id":"x","id":"x"/' 'duplicate'
  check 's/}$//' 'line'
  assert_exit 78 ecom-notify channel check nowhere
  assert_exit 64 ecom-notify channel look x
}

@test "a folder of one's own goes first" {
  mkdir mine
  file 's/"id":"x"/"id":"wecom"/'
  mv x.json mine/wecom.json
  export ECOM_CHANNELS=$PWD/mine
  assert_exit 0 ecom-notify channel try wecom
  assert_json '.url == "https://x.example/send"'
}
