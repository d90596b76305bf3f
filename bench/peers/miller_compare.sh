#!/bin/sh
# Miller: one unsorted join; pairs carry prefixed fields, the unpaired of the right side its tag.
mlr --icsv --ojsonl put '$side = "right"' \
  then join --ul --ur -j id --lp l_ --rp r_ -f "$1" \
  then put -q '
    begin { @matched = 0; @changed = 0; @onlyLeft = 0; @onlyRight = 0 }
    if (is_present($side)) { @onlyRight += 1 }
    elif (is_absent($r_side)) { @onlyLeft += 1 }
    elif ($l_customer == $r_customer && $l_amount == $r_amount && $l_currency == $r_currency
      && $l_booked == $r_booked && $l_description == $r_description && $l_reference == $r_reference
      && $l_status == $r_status && $l_account == $r_account) { @matched += 1 }
    else { @changed += 1 }
    end { emit (@matched, @changed, @onlyLeft, @onlyRight) }' "$2"
