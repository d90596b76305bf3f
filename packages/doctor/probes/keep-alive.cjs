// Loaded into a Node program in a clone: something that is always left to wait for.
"use strict";
setInterval(function () {}, 1000);
